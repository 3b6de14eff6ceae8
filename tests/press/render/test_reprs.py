"""What a repr says of a number's type, and which reprs are those of plots (as matplotlib writes them)."""

import pytest

from press.render.reprs import bare, is_left_out_beside_picture, is_lost, is_of_plot, warning_of_value


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("np.float64(1.5)", "1.5"),
        ("np.float64(-1e-05)", "-1e-05"),
        ("np.float64(nan)", "nan"),
        ("np.int64(3)", "3"),
        ("np.uint8(3)", "3"),
        ("np.True_", "True"),
        ("np.complex128(1+2j)", "1+2j"),
        ("np.longdouble('1.5')", "1.5"),
        ("np.datetime64('2024-01-01')", "2024-01-01"),
        ("np.str_('a (b)')", "'a (b)'"),
        ("[np.float64(1.5), np.float64(2.0)]", "[1.5, 2.0]"),
        ("{'a': np.float32(1.25), 'b': (np.int64(1), None)}", "{'a': 1.25, 'b': (1, None)}"),
    ],
)
def test_numpy_values_stand_without_their_type_and_are_warned_of(text, plain):
    assert bare(text) == plain
    assert f"gives {text}; press prints {plain}, Quarto the whole" in warning_of_value("x", text)


@pytest.mark.parametrize(
    "text", ["1.5", "'np.float64(1.5)'", '"np.True_"', "array([1., 2.])", "Trump.float64(1)"]
)
def test_other_reprs_stay_without_a_word(text):
    assert bare(text) == text and warning_of_value("x", text) == ""


@pytest.mark.parametrize("text", ["Decimal('0.50')", "Timestamp('2024-01-01 00:00:00')", "Fraction(1, 3)"])
def test_other_types_are_printed_as_in_quarto_and_warned_of(text):
    assert bare(text) == text and "as in Quarto" in warning_of_value("x", text)


PLOTS = [
    "Text(0.5, 0, 'x')",
    "Text(0.5, 1.0, 'Two\\nlines')",
    "[Text(0.5, 0, 'x')]",
    "Annotation(0.5, 1.5, 'x')",
    "[<matplotlib.lines.Line2D at 0x7f>]",
    "<Axes: title={'center': 'x'}>",
    "array([[<Axes: title={'center': 'a'}>,\n        <Axes: title={'center': 'b'}>]], dtype=object)",
    "(array([1., 2.]),\n array([0., 1.]),\n <BarContainer object of 2 artists>)",
    "<BarContainer object of 2 artists>",
    "{'whiskers': [<matplotlib.lines.Line2D at 0x7f>,\n  <matplotlib.lines.Line2D at 0x7e>]}",
    "(<Figure size 640x480 with 1 Axes>, <Axes: >)",
    "<seaborn.axisgrid.FacetGrid at 0x7f>",
]


@pytest.mark.parametrize("text", PLOTS)
def test_what_plots_return_is_left_out_beside_the_picture(text):
    assert is_of_plot(text) and is_left_out_beside_picture(text) and not is_lost(text, "f()")


@pytest.mark.parametrize("text", ["0.5", "'Text'", "Text(content='x')", "a   b\n0  1  2", "(1,\n 2)"])
def test_other_results_are_shown_beside_a_picture(text):
    assert not is_of_plot(text) and not is_left_out_beside_picture(text)


def test_a_collection_beside_a_picture_is_lost_but_for_limits_of_the_plot():
    assert is_left_out_beside_picture("(1.5, 2)") and is_lost("(1.5, 2)", "plt.show()\n(a, b)")
    for call in ("plt.axis('off')", "ax.set_xlim(0, 3)", "plt.ylim(0, 1)\n", "plt.margins(0)"):
        assert not is_lost("(0.0, 3.0)", call)
