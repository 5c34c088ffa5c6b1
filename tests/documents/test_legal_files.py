from datetime import date
from pathlib import Path

import pytest

from cashless_edu_health import documents, registry
from cashless_edu_health.errors import DataError
from cashless_edu_health.legal import Citation, DocumentKind, LegalDocument

NEEDED = {
    *("emvco-mpm-1.1", "napas-vietqr-1.0", "sbv-1589-2024", "sbv-tccs-03-2018", "mic-781-2022"),
    *("moet-2741-2022", "moet-4597-2022", "decree-254-2026", "circular-91-2026", "decree-52-2024"),
    *("decree-368-2025", "decision-2345-2023", "decision-1813-2021", "resolution-217-2025"),
    *("decree-238-2025", "resolution-202-2025", "law-91-2025", "decree-356-2025"),
    "decree-09-2019",
}


def test_every_needed_document_is_registered() -> None:
    assert {document.id for document in registry.legal()} >= NEEDED


def test_the_register_is_read_once() -> None:
    assert registry.legal() is registry.legal()


def test_a_row_is_read_whole() -> None:
    assert registry.legal()["mic-781-2022"] == LegalDocument(
        id="mic-781-2022",
        kind=DocumentKind.LETTER,
        title=(
            "Công văn về việc thúc đẩy chuyển đổi số, thanh toán không dùng tiền mặt trong các "
            "trường học, cơ sở giáo dục và bệnh viện, cơ sở y tế"
        ),
        number="781/BTTTT-QLDN",
        issuer="Bộ Thông tin và Truyền thông",
        issued=date(2022, 3, 4),
        complete=False,
        note=(
            "Known from public portals and from the plans that repeat it, word for word where "
            "they give the template. The title is as the plans of 2022 quote it."
        ),
    )


def test_a_citation_is_described_by_number_and_issuer() -> None:
    citation = Citation("decree-09-2019", "Điều 12")
    assert registry.legal().describe(citation) == "Điều 12, 09/2019/NĐ-CP (Chính phủ)"


def test_a_text_that_was_not_read_is_noted() -> None:
    bare = [d.id for d in registry.legal() if not d.complete and not d.note]
    assert bare == []


ROW = 'id = "a"\nkind = "law"\ntitle = "A"\nissuer = "B"\ncomplete = true\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f'format = "legal/1"\n[[documents]]\n{ROW}[[documents]]\n{ROW}', "'a' stands twice"),
        (f'format = "legal/2"\n[[documents]]\n{ROW}', "format"),
        (f'format = "legal/1"\n[[documents]]\n{ROW}issued = "2022"\n', "documents[0].issued"),
        (f'format = "legal/1"\n[[documents]]\n{ROW}url = "x"\n', "documents[0].url"),
        (
            f'format = "legal/1"\n[[documents]]\n{ROW.replace("law", "rumour")}',
            "documents[0].kind",
        ),
        (
            f'format = "legal/1"\n[[documents]]\n{ROW.replace(chr(34) + "a", chr(34) + "A B")}',
            "[0]",
        ),
    ],
)
def test_a_wrong_register_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "documents.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        documents.read_legal(path)
    assert words in str(caught.value)
