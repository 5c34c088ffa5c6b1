"""Many pictures: in order, lazily, in one process or two, with nothing lost at a mistake."""

import subprocess
import sys
from itertools import count, islice, repeat

import pytest

from cashless_edu_health import render
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import DataError, EncodeError
from cashless_edu_health.render import Caption
from cashless_edu_health.vietqr import AdditionalData, VietQR

ACCOUNT = Account("970436", "0071000123456")


def code(number):
    data = AdditionalData(purpose=f"HVX7K{number:04}M2P9")
    return VietQR(ACCOUNT, amount=550_000 + number, additional_data=data)


CODES = [code(number) for number in range(230)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_gives_what_single_calls_give_in_order_and_all_is_read_back(workers, scan):
    svgs = list(render.images(CODES, workers=workers))
    assert svgs == [render.svg(one) for one in CODES]
    pngs = list(render.images(iter(CODES), "png", workers=workers))
    assert pngs == [render.png(one) for one in CODES]
    assert [scan(picture).text for picture in pngs] == [one.encode() for one in CODES]
    assert [scan(picture).text for picture in svgs] == [one.encode() for one in CODES]


@pytest.mark.parametrize("workers", [1, 2])
def test_scale_and_captions_reach_every_picture(workers):
    captions = [Caption.of(one, bank="Vietcombank") for one in CODES[:3]]
    made = list(render.images(CODES[:3], captions=captions, scale=6, workers=workers))
    pairs = zip(CODES, captions, strict=False)
    assert made == [render.svg(one, caption=said, scale=6) for one, said in pairs]
    assert list(render.images(CODES[:2], "png", scale=3)) == [
        render.png(one, scale=3) for one in CODES[:2]
    ]


def test_pictures_are_made_as_they_are_taken():
    taken = count()
    made = render.images(str(next(taken)) for _ in repeat(None))
    assert len(list(islice(made, 5))) == 5
    assert next(taken) == 5


def test_two_processes_read_a_little_ahead_and_stop_when_nobody_takes_more():
    taken = count()
    made = render.images((str(next(taken)) for _ in repeat(None)), "png", workers=2)
    assert next(made) == render.png("0")
    made.close()
    assert next(taken) < 1_000


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("wrong", [0, 99, 100, 150, 229])
def test_a_mistake_is_named_by_its_position_and_loses_nothing_before_it(workers, wrong):
    codes = [*CODES[:wrong], "", *CODES[wrong + 1 :]]
    made = []
    with pytest.raises(EncodeError) as caught:
        made.extend(render.images(codes, workers=workers))
    assert str(caught.value) == f"codes[{wrong}].code: there is nothing to draw"
    assert made == [render.svg(one) for one in CODES[:wrong]]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"kind": "gif"}, ValueError, "pictures are svg or png"),
        ({"workers": 0}, ValueError, "workers is at least 1"),
        ({"kind": "png", "captions": [None]}, EncodeError, "captions: a PNG has none; take SVG"),
    ],
)
def test_what_no_batch_can_do_is_refused_at_the_call(arguments, error, words):
    with pytest.raises(error) as caught:
        render.images(CODES[:1], **arguments)
    assert str(caught.value) == words


def test_as_many_captions_as_codes():
    with pytest.raises(ValueError, match="zip"):
        list(render.images(CODES[:2], captions=[None]))
    with pytest.raises(EncodeError) as caught:
        list(render.images(CODES[:2], scale=0))
    assert str(caught.value) == "codes[0].scale: a module is at least 1 pixel wide"


def test_nothing_is_a_batch_too():
    assert list(render.images([], workers=2)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_files_are_written_under_their_names(tmp_path, workers, scan):
    folder = tmp_path / "ma-qr" / "hk1"
    named = {f"HD-{number:04}.a_b": one for number, one in enumerate(CODES[:120])}
    seen = []
    paths = render.write_images(named, folder, "png", workers=workers, written=seen.append)
    assert tuple(seen) == paths
    assert [path.name for path in paths] == [f"{name}.png" for name in named]
    assert sorted(folder.iterdir()) == sorted(paths)
    for path, one in zip(paths, named.values(), strict=True):
        assert scan(path.read_bytes()).text == one.encode()


def test_files_may_have_captions(tmp_path):
    captions = {"b": Caption.of(CODES[1], bank="Vietcombank")}
    first, second = render.write_images(
        {"a": CODES[0], "b": CODES[1]}, tmp_path, captions=captions, scale=5
    )
    assert first.read_text(encoding="utf-8") == render.svg(CODES[0], scale=5)
    assert second.read_text(encoding="utf-8") == render.svg(
        CODES[1], caption=captions["b"], scale=5
    )


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../a", "a/b", "a\\b", "/etc/a", "C:a", ".hidden", "a\0", "a\n", "a b"),
        *("đ", "Ａ", "a" * 101, "-a", "_a", "con", "NUL", "com1.a", "lpt9", "a:b", "a?", "a*"),
    ],
)
def test_a_name_that_is_no_plain_file_name_is_refused_injection(tmp_path, name):
    with pytest.raises(EncodeError) as caught:
        render.write_images({"good": CODES[0], name: CODES[1]}, tmp_path / "out")
    assert str(caught.value) == "names[1]: is no plain file name"
    assert list(tmp_path.iterdir()) == []


def test_names_that_differ_in_case_alone_are_one_file_for_some(tmp_path):
    with pytest.raises(EncodeError, match=r"names\[1\]: differs from another name in case alone"):
        render.write_images({"hd1": CODES[0], "HD1": CODES[1]}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_code_that_cannot_be_drawn_is_named_by_its_file(tmp_path):
    named = {"HD-1": CODES[0], "HD-2": "", "HD-3": CODES[2]}
    with pytest.raises(EncodeError) as caught:
        render.write_images(named, tmp_path)
    assert str(caught.value) == "codes[HD-2].code: there is nothing to draw"
    assert [path.name for path in tmp_path.iterdir()] == ["HD-1.svg"]


def test_a_folder_that_cannot_be_made_or_written_to_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match=r"^file: cannot be made: "):
        render.write_images({"a": CODES[0]}, tmp_path / "file")
    (tmp_path / "b.svg").mkdir()
    with pytest.raises(DataError, match=r"^b\.svg: cannot be written: "):
        render.write_images({"a": CODES[0], "b": CODES[1]}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.svg", "b.svg", "file"]


MAIN = """
from pathlib import Path
from cashless_edu_health import render
Path(__name__).touch()
if __name__ == "__main__":
    print(sum(1 for _ in render.images(map(str, range(150)), workers={workers})))
"""


@pytest.mark.parametrize(
    ("workers", "names"), [(1, {"__main__"}), (2, {"__main__", "__mp_main__"})]
)
def test_a_main_module_is_imported_again_only_with_more_processes(tmp_path, workers, names):
    script = tmp_path / "main.py"
    script.write_text(MAIN.format(workers=workers), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script.name], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "150\n", "")
    assert {path.name for path in tmp_path.iterdir()} == {"main.py", *names}
