"""What the chart draws and reads out, against sums done by hand."""

from fractions import Fraction

from textual.geometry import Size

from rechallenge.quantities import display
from rechallenge.sheet.curve import PlanCurves, axis, time_axis, until, value_at
from rechallenge.sheet.view import summary_of
from rechallenge.tui.state.readout import at_minute, readout
from rechallenge.tui.widgets.chart import chart_lines
from rechallenge.tui.widgets.plot import DASHED, GUTTER, SOLID, Canvas, Line, Plot, plot_lines
from rechallenge.words.shown import NO_BREAK
from tests.tui.planning_room import plan_of, session

F = Fraction


def test_the_planned_rate_is_stairs_and_the_dose_rises_between_them() -> None:
    # 10% of 250 mL over 30 min: 50 mL/h; nothing for 30 min; 225 mL over 90 min: 150 mL/h.
    plan = plan_of()
    assert PlanCurves(plan).rates == (
        (F(0), F(0)), (F(0), F(50)), (F(30), F(50)), (F(30), F(0)), (F(60), F(0)),
        (F(60), F(150)), (F(150), F(150)), (F(150), F(0)),
    )  # fmt: skip
    assert PlanCurves(plan).given == (
        (F(0), F(0)),
        (F(30), F(48)),
        (F(60), F(48)),
        (F(150), F(480)),
    )


def test_one_dose_given_at_once_is_drawn_over_a_minute() -> None:
    plan = session(protocol="amoxicillin-challenge-250", dose="250 mg").evaluation.plan
    assert plan is not None
    curves = PlanCurves(plan)
    assert (curves.end, curves.given) == (F(1), ((F(0), F(0)), (F(0), F(250))))
    drawn = chart_lines(curves, Size(80, 24), F(0), by_dose=False)
    assert any("250 mg (100%)" in line.plain.replace(NO_BREAK, " ") for line in drawn)


def test_the_values_at_a_moment_are_the_plans() -> None:
    # After 75 min: 48 mg + 15 of the 90 min of the last 432 mg, 72 mg.
    now = at_minute(PlanCurves(plan_of()), F(75))
    assert now.rate is not None
    assert (display(now.rate), display(now.given)) == ("150 mL/h", "120 mg")
    assert display(now.share) == "25%"


def test_at_the_change_of_a_step_the_one_that_begins_counts() -> None:
    for minute, number in ((F(30), 2), (F(60), 3)):
        step = at_minute(PlanCurves(plan_of()), minute).step
        assert step is not None
        assert step.number == number


def test_at_the_end_nothing_runs_and_all_is_given() -> None:
    now = at_minute(PlanCurves(plan_of()), F(150))
    assert (now.step, now.rate, now.flushing) == (None, None, False)
    assert display(now.given) == "480 mg"
    assert PlanCurves(plan_of()).end == 150


def test_with_a_line_the_chart_shows_what_reaches_the_vein() -> None:
    # 15 mL of diluent leave the line first: 15 mL / 50 mL/h = 18 min. Then 12 min at 50 mL/h bring
    # 10 mL of 1.92 mg/mL: 19.2 mg by the end of step 1.
    plan = plan_of(line="15 mL", primed="diluent")
    at_30 = at_minute(PlanCurves(plan), F(30)).at_vein
    assert at_30 is not None
    assert display(at_30) == "19.2 mg"
    assert dict(PlanCurves(plan).at_vein)[F(18)] == 0
    assert PlanCurves(plan_of()).at_vein == ()
    assert PlanCurves(plan_of()).vein_rates == ()


def test_the_flush_after_the_last_step_is_on_the_chart_and_read_out() -> None:
    # 15 mL of 1.92 mg/mL, 28.8 mg, are in the line at 150 min. At the last rate, 150 mL/h, they
    # take 6 min: 288 mg/h. Half way, 451.2 + 14.4 mg = 465.6 mg have arrived.
    plan = plan_of(line="15 mL", primed="diluent")
    assert PlanCurves(plan).end == 156
    assert PlanCurves(plan).at_vein[-1] == (F(156), F(480))
    assert value_at(PlanCurves(plan).vein_rates, F(153)) == 288
    half_way = readout(PlanCurves(plan), F(153))
    assert half_way[1:3] == ["flush", "rate 150 mL/h"]
    assert half_way[-1] == "at the vein 465.6 mg, arriving at 288 mg/h"
    assert readout(PlanCurves(plan), F(156))[1:3] == ["after the last step", "rate none"]


def test_a_curve_is_cut_off_between_two_of_its_points() -> None:
    # 48 mg at 60 min, 480 mg at 150 min: 15 of 90 min bring 72 mg.
    assert until(F(75), PlanCurves(plan_of()).given)[-1] == (F(75), F(120))
    assert until(F(60), PlanCurves(plan_of()).given)[-1] == (F(60), F(48))


def test_the_readout_says_time_step_rate_and_dose_in_words() -> None:
    assert readout(PlanCurves(plan_of()), F(75)) == [
        "75 min (10:15)", "step 3", "rate 150 mL/h", "dose rate 288 mg/h",
        "dose so far 120 mg (25%)",
    ]  # fmt: skip


def test_the_summary_is_the_plans() -> None:
    # 3 findings ask: famotidine 50 mg above 20 mg, its time unstated, the file not reviewed.
    summary = summary_of(plan_of())
    assert summary.total.text.replace("\u00a0", " ") == "150 min (2 h 30 min)"
    assert (summary.finish.clock, summary.peak_step, summary.to_confirm) == ("11:30", 3, 3)
    assert summary.peak
    assert summary.peak.text.replace("\u00a0", " ") == "150 mL/h"


def test_an_axis_ends_at_the_next_round_number() -> None:
    for highest, top in ((150, 150), (151, 200), (480, 500), (F(1, 3), F(2, 5)), (999, 1000)):
        assert axis(F(highest), 5).end == F(top)


def test_ticks_are_round_minutes_and_a_cursor_step_is_one_column_or_more() -> None:
    assert time_axis(F(150), 5).marks == tuple(F(30 * n) for n in range(6))
    assert time_axis(F(150), 72).step == 5
    # 30 days are 43,200 min: in five steps of 16 days or less than that, none of them a day.
    assert time_axis(F(43_200), 5).step == 11_520


def test_a_solid_and_a_dashed_line_look_different_without_colour() -> None:
    def row(rhythm: tuple[int, ...]) -> str:
        canvas = Canvas(12, 1)
        line = Line("", ((F(0), F(1)), (F(1), F(1))), rhythm, "")
        canvas.draw(line, (F(1), F(1)), 0)
        return canvas.text(0)

    assert row(SOLID) == "\u2809" * 12
    assert row(DASHED) != row(SOLID)
    assert " " in row(DASHED) or "\u2801" in row(DASHED)


def test_a_scale_of_millions_of_units_leaves_each_row_in_its_place() -> None:
    points = ((Fraction(0), Fraction(0)), (Fraction(60), Fraction(1_296_700)))
    plot = Plot("Dose", (Line("planned", points, SOLID, ""),))
    _title, *rows = plot_lines(plot, Fraction(60), columns=30, height=5)
    assert "1,500,000" in rows[0].plain
    assert {row.cell_length for row in rows} == {GUTTER + 30}
