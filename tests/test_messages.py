import importlib
import pkgutil
from string import Formatter

import pytest

import cashless_edu_health
from cashless_edu_health import messages, registry
from cashless_edu_health.findings import Rule

KEYS = sorted(messages.keys("vi"))


def placeholders(template: str) -> dict[str, tuple[str | None, str | None]]:
    return {
        name: (spec, conversion)
        for _, name, spec, conversion in Formatter().parse(template)
        if name is not None
    }


def template(key: str, lang: messages.Language) -> str:
    return messages._catalogue(lang)[key]


def rules() -> dict[str, tuple[Rule, ...]]:
    """The rules of every module that lists some, by module."""
    found = {}
    for info in pkgutil.walk_packages(cashless_edu_health.__path__, "cashless_edu_health."):
        listed = getattr(importlib.import_module(info.name), "RULES", None)
        if listed is not None and not any(p.startswith("_") for p in info.name.split(".")):
            found[info.name] = listed
    return found


def test_both_catalogues_hold_the_same_keys() -> None:
    assert messages.keys("vi") == messages.keys("en")


def test_both_catalogues_have_the_same_placeholders() -> None:
    differing = [
        key
        for key in KEYS
        if placeholders(template(key, "vi")).keys() != placeholders(template(key, "en")).keys()
    ]
    assert differing == []


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_placeholder_is_a_plain_name_that_can_be_filled(lang: messages.Language) -> None:
    for key in KEYS:
        names = placeholders(template(key, lang))
        assert all(name.isidentifier() for name in names), key
        assert set(names.values()) <= {("", None)}, key
        filled = messages.text(key, lang, **dict.fromkeys(names, "ĐIỀN"))
        assert "{" not in filled, key
        assert filled.count("ĐIỀN") >= len(names), key


def test_no_message_is_empty_or_ragged() -> None:
    for lang in messages.LANGUAGES:
        ragged = [
            key for key in KEYS if not template(key, lang) == template(key, lang).strip() != ""
        ]
        assert ragged == []


def test_vietnamese_is_written_with_its_marks() -> None:
    plain = [key for key in KEYS if key.startswith("rule.") and template(key, "vi").isascii()]
    assert plain == []


def test_every_rule_has_a_message_and_every_message_a_rule() -> None:
    ids = [rule.id for listed in rules().values() for rule in listed]
    assert {f"rule.{rule_id}" for rule_id in ids} == {k for k in KEYS if k.startswith("rule.")}


def test_rule_ids_are_unique_across_the_library() -> None:
    ids = [rule.id for listed in rules().values() for rule in listed]
    assert sorted(ids) == sorted(set(ids))


def test_every_citation_of_a_rule_resolves() -> None:
    unknown = {
        rule.citation.document
        for listed in rules().values()
        for rule in listed
        if rule.citation is not None and rule.citation.document not in registry.legal()
    }
    assert unknown == set()


def test_the_registry_joins_all_rules() -> None:
    listed = {rule.id: rule for part in rules().values() for rule in part}
    assert {rule.id: rule for rule in registry.rules()} == listed
    assert len(registry.rules()) == len(listed)


def test_rules_are_listed_as_tuples_of_rules() -> None:
    assert all(isinstance(listed, tuple) and listed for listed in rules().values())
    assert all(isinstance(rule, Rule) for listed in rules().values() for rule in listed)


def test_keys_are_known_or_not() -> None:
    assert messages.has("severity.error")
    assert not messages.has("severity.fatal")


def test_an_unknown_language_or_key_is_refused() -> None:
    with pytest.raises(ValueError, match="no messages in language 'fr'; there are vi and en"):
        messages.text("severity.error", "fr")  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        messages.text("severity.fatal", "vi")


def test_a_placeholder_without_a_value_is_refused() -> None:
    with pytest.raises(KeyError):
        messages.text("rule.QR-02", "vi")


def test_a_value_is_never_taken_for_a_template() -> None:
    assert "{0.__class__}" in messages.text("rule.QR-02", "en", position="{0.__class__}")
