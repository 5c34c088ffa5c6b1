from datetime import date

import pytest

from cashless_edu_health.legal import Citation, DocumentKind, LegalDocument, LegalRegister


def document(document_id: str, number: str | None = "1/KH-UBND") -> LegalDocument:
    return LegalDocument(
        document_id, DocumentKind.PLAN, "Kế hoạch", number, "UBND", date(2022, 1, 1), complete=True
    )


REGISTER = LegalRegister([document("b"), document("a", None)])


def test_a_register_keeps_its_documents_in_order() -> None:
    assert [d.id for d in REGISTER] == ["b", "a"]
    assert len(REGISTER) == 2
    assert REGISTER["a"] == document("a", None)
    assert ("a" in REGISTER, "c" in REGISTER, None in REGISTER) == (True, False, False)


def test_two_documents_never_share_an_id() -> None:
    with pytest.raises(ValueError, match="two documents have the id 'a'"):
        LegalRegister([document("a"), document("a", "2")])


@pytest.mark.parametrize(
    ("citation", "text"),
    [
        (Citation("b", "II.5.a"), "II.5.a, 1/KH-UBND (UBND)"),
        (Citation("b"), "1/KH-UBND (UBND)"),
        (Citation("a", "đoạn 5"), "đoạn 5, Kế hoạch (UBND)"),
    ],
)
def test_a_citation_is_described_as_a_reader_would_write_it(citation: Citation, text: str) -> None:
    assert REGISTER.describe(citation) == text


def test_what_is_not_registered_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        REGISTER.describe(Citation("c"))


def test_a_citation_names_a_document() -> None:
    with pytest.raises(ValueError, match="document"):
        Citation("")


@pytest.mark.parametrize("document_id", ["", "A", "a b", "-a", "đ", "a_b", "a\n"])
def test_an_id_is_a_slug(document_id: str) -> None:
    with pytest.raises(ValueError, match="id"):
        document(document_id)
