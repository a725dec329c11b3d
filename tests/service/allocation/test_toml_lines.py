"""Lines of keys: headers, dotted and quoted keys, values over several lines, strings that look like keys."""

from service.allocation.toml_lines import key_lines, line_of

TEXT = '''\
id = "x" # a = 1
[a.b]
list = [
  1,
  2,
]
text = """
c = 3
[d]
"""
"quoted.key" = 4
e.f = 5
[g]   # remark
inline = { h = 1 }
'''


def test_every_key_has_its_line():
    assert key_lines(TEXT) == {
        ("id",): 1,
        ("a", "b"): 2,
        ("a", "b", "list"): 3,
        ("a", "b", "text"): 7,
        ("a", "b", "quoted.key"): 11,
        ("a", "b", "e", "f"): 12,
        ("g",): 13,
        ("g", "inline"): 14,
    }


def test_a_key_without_a_line_of_its_own_is_where_its_table_is():
    lines = key_lines(TEXT)
    assert line_of(("g", "inline", "h"), lines) == 14
    assert line_of(("nowhere",), lines) == 1
