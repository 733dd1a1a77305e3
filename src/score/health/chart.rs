//! How a jury is doing, as one page for staff: three charts, what is worth a look, and the figures behind them.
//!
//! The page stands alone: no script, nothing fetched, one style sheet. [`STYLE`] is all that stands between its style
//! tags, so that a hash of it is all that a content policy has to allow. The charts keep their letters readable at any
//! width: across they are drawn in percent, down in pixels. Each says in words what it shows, and no figure is in a
//! chart only.

use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter, Write as _},
};

use chrono::{Datelike, NaiveDate};

use fair::health::{Concern, Finish, Health, Notice, Standing};

/// What stands between the style tags, to the letter.
pub const STYLE: &str = include_str!("chart.css");

/// How many jurors one drawing holds, so that paper can break between two.
const ROWS: usize = 20;
/// How high one juror is drawn, in pixels.
const ROW: usize = 46;
/// How many notices are read at a glance; the rest unfolds.
const GLANCE: usize = 10;
/// How wide a name may be everywhere, in pixels.
const TINY: u32 = 110;
/// The whole width, in hundredths of a percent.
const FULL: i64 = 10_000;

/// How severe a juror is, in hundredths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Severity {
    /// How much less she gives for the same work than the average juror; negative when more.
    pub centi: i32,
    /// Standard error of that.
    pub error_centi: i32,
}

impl Severity {
    /// Whether it is more than two standard errors.
    fn is_clear(self) -> bool {
        i64::from(self.centi).abs() > self.reach()
    }

    /// Two standard errors.
    fn reach(self) -> i64 {
        2 * i64::from(self.error_centi).abs()
    }
}

/// The whole page. A juror without severity is one for whom it cannot be estimated.
pub fn page<J: Copy + Ord>(title: &str, health: &Health<J>, severity: &BTreeMap<J, Severity>) -> String {
    Page { title, health, severity }.to_string()
}

struct Page<'a, J> {
    title: &'a str,
    health: &'a Health<J>,
    severity: &'a BTreeMap<J, Severity>,
}

impl<J: Copy + Ord> Display for Page<'_, J> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let title = Text(self.title);
        write!(
            f,
            "<!doctype html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
             </head>\n<body>\n<main>\n<header>\n<h1>{title}</h1>\n"
        )?;
        self.lead(f)?;
        f.write_str("</header>\n<div class=\"pair first\">\n")?;
        self.burn_up(f)?;
        self.notices(f)?;
        f.write_str("</div>\n<div class=\"pair\">\n")?;
        self.loads(f)?;
        self.severities(f)?;
        f.write_str("</div>\n")?;
        self.table(f)?;
        f.write_str("</main>\n</body>\n</html>\n")
    }
}

impl<J: Copy + Ord> Page<'_, J> {
    fn lead(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Health { campaign, counts, overdue, seats, pace, finish, .. } = self.health;
        let evaluations = match (seats.needed, counts.handed_in) {
            (0, 1) => "1 evaluatie is ingeleverd.".to_owned(),
            (0, handed_in) => format!("{handed_in} evaluaties zijn ingeleverd."),
            (1, handed_in) => format!("{handed_in} van 1 evaluatie is ingeleverd."),
            (needed, 1) => format!("1 van de {needed} evaluaties is ingeleverd."),
            (needed, handed_in) => format!("{handed_in} van de {needed} evaluaties zijn ingeleverd."),
        };
        let outlook = match *finish {
            Finish::Done if self.goal() == 0 => "Er is niets te evalueren.".to_owned(),
            Finish::Done => "De jury is klaar.".to_owned(),
            Finish::Unknown if campaign.today < campaign.begun_on => {
                format!("De jury begint op {}.", self.day(campaign.begun_on))
            }
            Finish::Unknown => "Wanneer de jury klaar is, valt nog niet te zeggen.".to_owned(),
            Finish::On(day) => {
                let off = day.signed_duration_since(campaign.due_on).num_days();
                let off = match off {
                    0 => "op de uiterste dag zelf".to_owned(),
                    1.. => format!("{} na de uiterste dag", days(off)),
                    _ => format!("{} voor de uiterste dag", days(-off)),
                };
                let open = match seats.open() {
                    0 => String::new(),
                    1 => " Dat is zonder de ene evaluatie waarvoor er nog geen jurylid is.".to_owned(),
                    open => format!(" Dat is zonder de {open} evaluaties waarvoor er nog geen jurylid is."),
                };
                format!("In het huidige tempo is de jury klaar op {}, {off}.{open}", self.day(day))
            }
        };
        let pace = if pace.is_still() { "0".to_owned() } else { tenths(pace.evaluations, pace.days) };
        let gone =
            [(counts.declined, "geweigerd"), (counts.recused, "belangenconflict"), (counts.revoked, "ingetrokken")];
        writeln!(
            f,
            "<p class=\"lead\">{evaluations} {outlook}</p>\n\
             <dl class=\"figures\">\
             <div><dt>Ingeleverd</dt><dd>{}</dd></div>\
             <div><dt>Bezig</dt><dd>{}</dd></div>\
             <div><dt>Niet begonnen</dt><dd>{}</dd></div>\
             <div><dt>Geen antwoord</dt><dd>{}</dd></div>\
             <div><dt>Zonder jurylid</dt><dd>{}</dd></div>\
             <div><dt>Te laat</dt><dd>{overdue}</dd></div>\
             <div><dt>Tempo per dag</dt><dd>{pace}</dd></div>\
             </dl>",
            counts.handed_in,
            counts.writing,
            counts.accepted,
            counts.not_answered,
            seats.open(),
        )?;
        write!(
            f,
            "<p class=\"note\">Stand op {} {}. De uiterste dag is {}.",
            Date(campaign.today),
            campaign.today.year(),
            self.day(campaign.due_on)
        )?;
        let gone: Vec<_> =
            gone.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        if !gone.is_empty() {
            write!(f, " Vervallen: {}.", gone.join(", "))?;
        }
        f.write_str("</p>\n")
    }

    /// What is needed; where nobody says so, what was asked for.
    fn goal(&self) -> u32 {
        let Health { seats, counts, .. } = self.health;
        if seats.needed > 0 { seats.needed } else { counts.load() }
    }

    /// What is in, day by day, against what is needed.
    fn burn_up(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Health { campaign, counts, finish, days, .. } = self.health;
        let goal = self.goal();
        if goal == 0 {
            return f.write_str("<section>\n<h2>Is de jury op tijd klaar?</h2>\n<p class=\"note\">Er is niets te evalueren.</p>\n</section>\n");
        }
        let plot = Plot::of(self.health, goal);
        let (today, due) = (plot.across(campaign.today), plot.across(campaign.due_on));
        let handed_in = plot.down(counts.handed_in);
        let foretold = match *finish {
            Finish::On(day) => Some(day),
            Finish::Done | Finish::Unknown => None,
        };

        f.write_str(
            "<section>\n<h2>Is de jury op tijd klaar?</h2>\n<p class=\"note\">Ingeleverde evaluaties, opgeteld. De dunne \
             lijn is het tempo dat nodig is, de stippellijn wat het huidige tempo belooft.</p>\n",
        )?;
        let mut desc = format!(
            "Van {} tot {} zijn {} van {goal} evaluaties ingeleverd.",
            self.day(plot.first),
            self.day(campaign.today),
            counts.handed_in
        );
        if let Some(day) = foretold {
            write!(desc, " In dit tempo is de jury klaar op {}.", self.day(day))?;
        }
        open_svg(f, "burn", BOTTOM + 46, "Ingeleverde evaluaties per dag, opgeteld", &desc)?;

        // Lines: the goal, the pace that is needed, today.
        writeln!(
            f,
            "<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"{BOTTOM}\" y2=\"{BOTTOM}\"/>\
             <line class=\"needed\" x1=\"0\" y1=\"{BOTTOM}\" x2=\"{due}\" y2=\"{goal_y}\"/>\
             <line class=\"today\" x1=\"{today}\" x2=\"{today}\" y1=\"22\" y2=\"{BOTTOM}\"/>",
            goal_y = plot.down(goal),
        )?;
        write!(
            f,
            "<svg class=\"lines\" y=\"{TOP}\" width=\"100%\" height=\"{HEIGHT}\" viewBox=\"0 0 {FULL} {HEIGHT}\" \
             preserveAspectRatio=\"none\">"
        )?;
        let mut path = format!("M0 {HEIGHT}");
        let mut before = 0;
        for (nth, day) in (0_i64..).zip(days).filter(|(_, day)| day.handed_in > 0) {
            let (morning, evening) = (plot.nth(nth), plot.nth(nth + 1));
            write!(path, "L{} {}L{} {}", morning.0, plot.down(before) - TOP, evening.0, plot.down(day.total) - TOP)?;
            before = day.total;
        }
        write!(path, "L{} {}", today.0, handed_in - TOP)?;
        write!(f, "<path class=\"area\" d=\"{path}L{} {HEIGHT}Z\"/><path class=\"in\" d=\"{path}\"/></svg>", today.0)?;

        if let Some(day) = foretold {
            let (x, y) = plot.foretold(day, campaign.today, handed_in, plot.down(counts.load()));
            writeln!(
                f,
                "<line class=\"foretold\" x1=\"{today}\" y1=\"{handed_in}\" x2=\"{x}\" y2=\"{y}\"/>\
                 <line class=\"leader\" x1=\"{x}\" x2=\"{x}\" y1=\"{y}\" y2=\"{under}\"/>\
                 <circle class=\"ring\" cx=\"{x}\" cy=\"{y}\" r=\"4\"/>\
                 <text class=\"strong\" x=\"{x}\" y=\"{}\" {}>klaar op {}</text>",
                BOTTOM + 38,
                x.anchor(),
                self.day(day),
                under = BOTTOM + 24,
            )?;
        }
        writeln!(
            f,
            "<circle class=\"dot in\" cx=\"{today}\" cy=\"{handed_in}\" r=\"4\"/>\
             <text class=\"halo\" x=\"{today}\" y=\"14\" {}>vandaag</text>\
             <text class=\"halo\" x=\"{due}\" y=\"38\" {}>{goal} nodig op {}</text>\
             <text x=\"0\" y=\"{}\">{}</text>",
            today.anchor(),
            due.anchor(),
            self.day(campaign.due_on),
            BOTTOM + 16,
            self.day(plot.first)
        )?;
        // Below the point to its right is empty, but for the last part of the width; there, above it to its left is, unless
        // that is where the words on the goal stand.
        let (anchor, dx, y) = match (today.0, handed_in) {
            (..7000, _) => ("start", 8, (handed_in + 17).min(BOTTOM - 8)),
            (_, ..GOAL) => ("end", -8, handed_in + 17),
            _ => ("end", -8, handed_in - 9),
        };
        writeln!(
            f,
            "<text class=\"strong halo\" x=\"{today}\" dx=\"{dx}\" y=\"{y}\" text-anchor=\"{anchor}\">{} ingeleverd</text></svg>",
            counts.handed_in
        )?;

        f.write_str(
            "<details>\n<summary>De cijfers per dag</summary>\n<table>\n<thead><tr><th scope=\"col\">Dag</th>\
             <th scope=\"col\">Ingeleverd</th><th scope=\"col\">Opgeteld</th></tr></thead>\n<tbody>\n",
        )?;
        for day in days.iter().filter(|day| day.handed_in > 0) {
            let on = self.day(day.on);
            writeln!(f, "<tr><th scope=\"row\">{on}</th><td>{}</td><td>{}</td></tr>", day.handed_in, day.total)?;
        }
        f.write_str(
            "</tbody>\n</table>\n<p class=\"note\">Dagen waarop niets binnenkwam, staan er niet bij.</p>\n</details>\n</section>\n",
        )
    }

    fn notices(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let notices = &self.health.notices;
        f.write_str("<section>\n<h2>Een blik waard</h2>\n")?;
        if notices.is_empty() {
            return f.write_str("<p class=\"note\">Niets: alles loopt zoals het moet.</p>\n</section>\n");
        }
        f.write_str("<p class=\"note\">Het dringendste eerst.</p>\n")?;
        let (first, rest) = notices.split_at_checked(GLANCE).unwrap_or((notices, &[]));
        self.list(f, first)?;
        if !rest.is_empty() {
            writeln!(f, "<details>\n<summary>Nog {} meer</summary>", rest.len())?;
            self.list(f, rest)?;
            f.write_str("</details>\n")?;
        }
        f.write_str("</section>\n")
    }

    fn list(&self, f: &mut Formatter<'_>, notices: &[Notice<J>]) -> fmt::Result {
        f.write_str("<ul class=\"notices\">\n")?;
        for Notice { juror, name, concern } in notices {
            let name = if juror.is_some() { name } else { "De jury" };
            write!(f, "<li><b><bdi>{}</bdi></b> ", Text(name))?;
            self.concern(f, *concern)?;
            f.write_str("</li>\n")?;
        }
        f.write_str("</ul>\n")
    }

    fn concern(&self, f: &mut Formatter<'_>, concern: Concern) -> fmt::Result {
        let evaluations = |count| counted(count, "evaluatie", "evaluaties");
        match concern {
            Concern::OpenSeats { count, late } => {
                write!(f, "heeft nog niemand voor {}", evaluations(count))?;
                late.map_or(Ok(()), |late| write!(f, ", en de uiterste dag is al {} voorbij", days(late)))
            }
            Concern::Overdue { count, days: late } => {
                write!(f, "<em>te laat</em>: {}, de eerste al {}", evaluations(count), days(late))
            }
            Concern::WillBeLate { count, finish } => {
                write!(f, "wordt te laat: {}", evaluations(count))?;
                match finish {
                    Finish::On(day) => write!(f, ", in dit tempo klaar op {}", self.day(day)),
                    Finish::Done | Finish::Unknown => Ok(()),
                }
            }
            Concern::NoAnswer { count, days: ago } => {
                let invitations = counted(count, "uitnodiging", "uitnodigingen");
                write!(f, "antwoordt niet: {invitations}, de eerste van {} geleden", days(ago))
            }
            Concern::NoRoom { load, most } => write!(f, "heeft geen plaats meer: {load} van hoogstens {most}"),
            Concern::Drifting(drift) => {
                let (size, way) = (drift.centi.abs(), if drift.centi < 0 { "minder" } else { "meer" });
                write!(f, "geeft {} {way} dan voorheen, standaardfout {}", Points(size), Points(drift.error_centi))
            }
            Concern::Idle { count, last_on: Some(day) } => {
                write!(f, "ligt stil: niets ingeleverd sinds {}, nog {count} te gaan", self.day(day))
            }
            Concern::Idle { count, last_on: None } => {
                write!(f, "ligt stil: nog niets ingeleverd, nog {count} te gaan")
            }
        }
    }

    /// What each juror has, and where it stands.
    fn loads(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let jurors = &self.health.jurors;
        f.write_str("<section>\n<h2>Wie heeft wat?</h2>\n")?;
        if jurors.is_empty() {
            return f.write_str("<p class=\"note\">Er zijn geen juryleden.</p>\n</section>\n");
        }
        f.write_str(
            "<p class=\"note\">Aanvragen per jurylid, het dringendste eerst.</p>\n<p class=\"key\">\
             <span class=\"in\">ingeleverd</span> <span class=\"writing\">bezig</span> <span class=\"rest\">niet \
             begonnen</span> <span class=\"over\">te laat</span> <span class=\"most\">hoogstens</span></p>\n",
        )?;
        let load = jurors.iter().map(|juror| juror.counts.load()).max().unwrap_or(0);
        // A very high limit is no reason to draw everybody small.
        let most =
            jurors.iter().map(|juror| juror.most).filter(|most| *most <= load.saturating_mul(3)).max().unwrap_or(0);
        let scale = i64::from(load.max(most).max(1));
        for (nth, jurors) in jurors.chunks(ROWS).enumerate() {
            let desc = jurors.iter().map(load_in_words).collect::<Vec<_>>().join(" ");
            open_svg(f, &format!("load{nth}"), jurors.len() * ROW, "Aanvragen per jurylid", &desc)?;
            if nth == 0 {
                f.write_str(STRIPES)?;
            }
            for (row, juror) in jurors.iter().enumerate() {
                load_row(f, row * ROW, juror, scale)?;
            }
            f.write_str("</svg>\n")?;
        }
        f.write_str("</section>\n")
    }

    /// How severe each juror is, and whether that changes.
    fn severities(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut jurors: Vec<_> = self
            .health
            .jurors
            .iter()
            .filter_map(|juror| self.severity.get(&juror.juror).map(|severity| (*severity, juror)))
            .collect();
        jurors.sort_by_key(|(severity, juror)| (-i64::from(severity.centi), juror.juror));
        f.write_str("<section>\n<h2>Wie is streng, wie is mild?</h2>\n")?;
        if jurors.is_empty() {
            return f.write_str("<p class=\"note\">Dat valt nog niet te schatten.</p>\n</section>\n");
        }
        f.write_str(
            "<p class=\"note\">Hoeveel punten een jurylid minder geeft dan het gemiddelde jurylid voor hetzelfde werk. De \
             lijn reikt aan weerszijden twee standaardfouten ver. Een volle stip wijkt duidelijk af, een open stip niet. \
             Een pijl toont waarheen de strengheid verschuift.</p>\n",
        )?;
        let reach = jurors.iter().flat_map(|(severity, juror)| {
            let middle = i64::from(severity.centi);
            [middle - severity.reach(), middle + severity.reach(), drifted_to(*severity, juror).unwrap_or(0)]
        });
        let points = reach.map(i64::abs).max().unwrap_or(0).max(1).saturating_add(99) / 100;
        let scale = Scale(100 * points);
        for (nth, jurors) in jurors.chunks(ROWS).enumerate() {
            let desc = jurors.iter().map(|(severity, juror)| severity_in_words(*severity, juror)).collect::<Vec<_>>();
            let title = "Strengheid per jurylid, in punten";
            open_svg(f, &format!("severity{nth}"), AXIS + jurors.len() * ROW, title, &desc.join(" "))?;
            writeln!(
                f,
                "<text x=\"0\" y=\"12\">← {points} milder</text><text x=\"50%\" y=\"12\" text-anchor=\"middle\">0</text>\
                 <text x=\"100%\" y=\"12\" text-anchor=\"end\">{points} strenger →</text>"
            )?;
            for (row, (severity, juror)) in jurors.iter().enumerate() {
                severity_row(f, AXIS + row * ROW, *severity, juror, scale)?;
            }
            f.write_str("</svg>\n")?;
        }
        match self.health.jurors.len() - jurors.len() {
            0 => {}
            1 => f.write_str("<p class=\"note\">Van 1 jurylid valt het niet te schatten.</p>\n")?,
            without => writeln!(f, "<p class=\"note\">Van {without} juryleden valt het niet te schatten.</p>")?,
        }
        f.write_str("</section>\n")
    }

    fn table(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.health.jurors.is_empty() {
            return Ok(());
        }
        f.write_str("<section>\n<h2>De cijfers per jurylid</h2>\n<p class=\"note\">")?;
        f.write_str(
            "Het tempo is per week, over de laatste 14 dagen dat het jurylid er was. Wat te laat is, telt ook mee waar het \
             staat. Ontbrekende scores en opmerkingen zijn die van begonnen evaluaties. Na ± staat één standaardfout. \
             Een verschuiving is hoeveel meer het jurylid in de tweede helft geeft dan in de eerste; een ster betekent \
             meer dan twee standaardfouten.</p>\n<table class=\"jurors\" role=\"table\">\n<thead><tr role=\"row\">",
        )?;
        for head in COLUMNS {
            write!(f, "<th scope=\"col\" role=\"columnheader\">{head}</th>")?;
        }
        f.write_str("</tr></thead>\n<tbody>\n")?;
        for juror in &self.health.jurors {
            write!(f, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><bdi>{}</bdi></th>", Text(&juror.name))?;
            for (head, cell) in COLUMNS.iter().skip(1).zip(self.cells(juror)) {
                write!(f, "<td role=\"cell\" data-head=\"{head}\">{cell}</td>")?;
            }
            f.write_str("</tr>\n")?;
        }
        f.write_str("</tbody>\n</table>\n</section>\n")
    }

    fn cells(&self, juror: &Standing<J>) -> [String; 12] {
        let counts = juror.counts;
        let finish = match juror.finish {
            Finish::Done => "klaar".to_owned(),
            Finish::On(day) => self.day(day),
            Finish::Unknown => "onbekend".to_owned(),
        };
        let finish = if juror.is_late() { format!("{finish}, te laat") } else { finish };
        let overdue = match juror.overdue.left() {
            0 => "0".to_owned(),
            overdue => format!("<em>{overdue}</em>"),
        };
        let pace =
            if juror.pace.is_still() { "0".to_owned() } else { tenths(7 * juror.pace.evaluations, juror.pace.days) };
        let mean = juror.mean_total_centi.map_or_else(none, |mean| Points(mean).to_string());
        let severity = self.severity.get(&juror.juror).map_or_else(none, |it| margin(it.centi, it.error_centi));
        let drift = juror.drift.map_or_else(none, |drift| {
            let star = if drift.is_drifting { " *" } else { "" };
            margin(drift.centi, drift.error_centi) + star
        });
        [
            counts.handed_in.to_string(),
            counts.writing.to_string(),
            counts.accepted.to_string(),
            counts.not_answered.to_string(),
            overdue,
            juror.most.to_string(),
            pace,
            finish,
            format!("{} / {}", juror.scores_missing, juror.comments_missing),
            mean,
            severity,
            drift,
        ]
    }

    /// With its year where that is not this one.
    fn day(&self, day: NaiveDate) -> String {
        let date = Date(day);
        if day.year() == self.health.campaign.today.year() {
            date.to_string()
        } else {
            format!("{date} {}", day.year())
        }
    }
}

/// What is overdue is striped, so that it shows without colour.
const STRIPES: &str = "<defs><pattern id=\"stripes\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" \
                       patternTransform=\"rotate(45)\"><rect class=\"stripe\" width=\"3\" height=\"5\"/></pattern></defs>";

const COLUMNS: [&str; 13] = [
    "Jurylid",
    "Ingeleverd",
    "Bezig",
    "Niet begonnen",
    "Geen antwoord",
    "Te laat",
    "Hoogstens",
    "Per week",
    "Klaar op",
    "Mist scores / opm.",
    "Gemiddeld",
    "Strengheid",
    "Verschuiving",
];

/// Where the burn-up begins and ends, in pixels.
const TOP: i64 = 46;
const HEIGHT: i64 = 260;
const BOTTOM: i64 = TOP + HEIGHT;
/// Above this the words on the goal stand, and no others.
const GOAL: i64 = TOP + 18;
/// How high the words above the severities are.
const AXIS: usize = 24;

/// A place across, in hundredths of a percent.
#[derive(Clone, Copy)]
struct Across(i64);

impl Across {
    /// Of so many parts.
    fn of(part: i64, parts: i64) -> Self {
        let place = i128::from(part) * i128::from(FULL) / i128::from(parts.max(1));
        Self(i64::try_from(place).unwrap_or(FULL).clamp(0, FULL))
    }

    /// Which way a label must grow to stay within the drawing.
    fn anchor(self) -> &'static str {
        match self.0 {
            ..3000 => "text-anchor=\"start\"",
            3000..=7000 => "text-anchor=\"middle\"",
            _ => "text-anchor=\"end\"",
        }
    }
}

impl Display for Across {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// The field of the burn-up: days across, evaluations up.
struct Plot {
    first: NaiveDate,
    /// How many days it is wide; at least one.
    days: i64,
    /// How many evaluations it is high; at least one.
    evaluations: u32,
}

impl Plot {
    fn of<J>(health: &Health<J>, goal: u32) -> Self {
        let campaign = health.campaign;
        let first = campaign.begun_on.min(campaign.today);
        let wide = |last: NaiveDate| last.signed_duration_since(first).num_days() + 1;
        let needed = wide(campaign.today.max(campaign.due_on));
        let days = match health.finish {
            // What lies very far ahead is no reason to draw today small.
            Finish::On(day) => wide(day).min(2 * needed + 7).max(needed),
            Finish::Done | Finish::Unknown => needed,
        };
        Self { first, days, evaluations: goal.max(health.counts.load()).max(1) }
    }

    /// The morning of the n-th day.
    fn nth(&self, nth: i64) -> Across {
        Across::of(nth, self.days)
    }

    /// The evening of a day.
    fn across(&self, day: NaiveDate) -> Across {
        self.nth(day.signed_duration_since(self.first).num_days() + 1)
    }

    /// From above, in pixels.
    fn down(&self, evaluations: u32) -> i64 {
        BOTTOM - i64::from(evaluations.min(self.evaluations)) * HEIGHT / i64::from(self.evaluations)
    }

    /// Where the work is done, or where the way to it leaves the field.
    fn foretold(&self, day: NaiveDate, today: NaiveDate, from: i64, to: i64) -> (Across, i64) {
        let nth = |day: NaiveDate| day.signed_duration_since(self.first).num_days() + 1;
        let (now, end) = (nth(today), nth(day));
        if end <= self.days {
            return (self.nth(end), to);
        }
        (Across(FULL), from + (to - from) * (self.days - now) / (end - now).max(1))
    }
}

/// What lies at the edge of the severities, in hundredths of a point; the middle is nothing.
#[derive(Clone, Copy)]
struct Scale(i64);

impl Scale {
    /// The edges stay free for what is drawn around a place.
    fn across(self, centi: i64) -> Across {
        let place = i128::from(centi) * i128::from(FULL / 2 - 200) / i128::from(self.0.max(1));
        Across((FULL / 2).saturating_add(i64::try_from(place).unwrap_or(0)).clamp(0, FULL))
    }
}

fn load_row<J>(f: &mut Formatter<'_>, top: usize, juror: &Standing<J>, scale: i64) -> fmt::Result {
    let (counts, overdue) = (juror.counts, juror.overdue);
    let aside = match (counts.load(), overdue.left(), juror.late) {
        (0, ..) => "niets".to_owned(),
        (load, 0, 0) => format!("{} van {load}", counts.handed_in),
        (load, 0, _) => format!("{} van {load}, wordt te laat", counts.handed_in),
        (load, late, _) => format!("{} van {load}, <tspan class=\"alarm\">{late} te laat</tspan>", counts.handed_in),
    };
    name_line(f, top, &juror.name, &aside)?;
    let mut done = 0;
    let parts = [
        ("in", counts.handed_in),
        ("writing", counts.writing.saturating_sub(overdue.writing)),
        (
            "rest",
            counts.accepted.saturating_sub(overdue.accepted) + counts.not_answered.saturating_sub(overdue.not_answered),
        ),
        ("over", overdue.left()),
    ];
    for (class, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
        let (from, wide) = (Across::of(done, scale), Across::of(count.into(), scale));
        write!(f, "<rect class=\"part {class}\" x=\"{from}\" y=\"{}\" width=\"{wide}\" height=\"14\"/>", top + 21)?;
        // Where the number fits; on stripes it would not be readable, and there the words beside the name have it.
        if wide.0 >= 700 && class != "over" {
            let middle = Across(from.0 + wide.0 / 2);
            write!(f, "<text class=\"on {class}\" x=\"{middle}\" y=\"{}\">{count}</text>", top + 32)?;
        }
        done += i64::from(count);
    }
    if i64::from(juror.most) <= scale {
        let most = Across::of(juror.most.into(), scale);
        write!(f, "<line class=\"most\" x1=\"{most}\" x2=\"{most}\" y1=\"{}\" y2=\"{}\"/>", top + 18, top + 38)?;
    }
    f.write_str("\n")
}

fn load_in_words<J>(juror: &Standing<J>) -> String {
    let Standing { name, counts, overdue, most, .. } = juror;
    format!(
        "{name}: {} van {} ingeleverd, {} bezig, {} niet begonnen, {} te laat, hoogstens {most}.",
        counts.handed_in,
        counts.load(),
        counts.writing,
        counts.accepted + counts.not_answered,
        overdue.left()
    )
}

/// Where a drifting juror's severity goes: who gives more is less severe.
fn drifted_to<J>(severity: Severity, juror: &Standing<J>) -> Option<i64> {
    let drift = juror.drift.filter(|drift| drift.is_drifting)?;
    Some(i64::from(severity.centi) - i64::from(drift.centi))
}

fn severity_row<J>(
    f: &mut Formatter<'_>,
    top: usize,
    severity: Severity,
    juror: &Standing<J>,
    scale: Scale,
) -> fmt::Result {
    let drifted = drifted_to(severity, juror);
    let drifts = if drifted.is_some() { ", verschuift" } else { "" };
    name_line(f, top, &juror.name, &(margin(severity.centi, severity.error_centi) + drifts))?;
    let middle = i64::from(severity.centi);
    let (place, from, to) =
        (scale.across(middle), scale.across(middle - severity.reach()), scale.across(middle + severity.reach()));
    let dot = if severity.is_clear() { "dot in" } else { "ring" };
    let y = top + 27;
    writeln!(
        f,
        "<line class=\"zero\" x1=\"50%\" x2=\"50%\" y1=\"{}\" y2=\"{}\"/>\
         <line class=\"span\" x1=\"{from}\" x2=\"{to}\" y1=\"{y}\" y2=\"{y}\"/>\
         <circle class=\"{dot}\" cx=\"{place}\" cy=\"{y}\" r=\"4.5\"/>",
        top + 19,
        top + ROW - 4
    )?;
    if let Some(drifted) = drifted {
        let (tip, y) = (scale.across(drifted), top + 37);
        let head = if drifted < middle { "M0 0L7 -4V4Z" } else { "M0 0L-7 -4V4Z" };
        writeln!(
            f,
            "<line class=\"drift\" x1=\"{place}\" x2=\"{tip}\" y1=\"{y}\" y2=\"{y}\"/>\
             <svg class=\"lines\" x=\"{tip}\" y=\"{y}\" width=\"1\" height=\"1\"><path class=\"head\" d=\"{head}\"/></svg>"
        )?;
    }
    Ok(())
}

fn severity_in_words<J>(severity: Severity, juror: &Standing<J>) -> String {
    let clear = if severity.is_clear() { "duidelijk" } else { "niet duidelijk" };
    let drift = match drifted_to(severity, juror) {
        Some(drifted) if drifted < i64::from(severity.centi) => ", wordt milder",
        Some(_) => ", wordt strenger",
        None => "",
    };
    format!("{}: {}, {clear}{drift}.", juror.name, margin(severity.centi, severity.error_centi))
}

/// A name, and beside it what is to be said; `aside` is written as it is.
fn name_line(f: &mut Formatter<'_>, top: usize, name: &str, aside: &str) -> fmt::Result {
    let y = top + 14;
    if fitted(name, TINY) == name {
        write!(f, "<text class=\"name\" x=\"0\" y=\"{y}\">{}</text>", Text(name))?;
    } else {
        for (class, most) in [("wide", 310), ("narrow", 170), ("tiny", TINY)] {
            write!(f, "<text class=\"name {class}\" x=\"0\" y=\"{y}\">{}</text>", Text(fitted(name, most)))?;
        }
    }
    write!(f, "<text class=\"aside\" x=\"100%\" y=\"{y}\">{aside}</text>")
}

fn open_svg(f: &mut Formatter<'_>, id: &str, height: impl Display, title: &str, desc: &str) -> fmt::Result {
    writeln!(
        f,
        "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" width=\"100%\" height=\"{height}\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        Text(title),
        Text(desc)
    )
}

/// As much of a name as is surely no wider than this, in pixels.
fn fitted(name: &str, most: u32) -> String {
    let width = |c: char| match c {
        '\u{300}'..='\u{36f}' => 0,
        'i' | 'j' | 'l' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 5,
        'f' | 'r' | 't' | '-' | '(' | ')' => 6,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '&' => 14,
        'a'..='z' | '0'..='9' => 9,
        ..'\u{300}' => 11,
        _ => 16,
    };
    let ends = name.chars().scan(0_u32, |sum, c| {
        *sum += width(c);
        Some(*sum)
    });
    if ends.clone().all(|end| end <= most) {
        return name.to_owned();
    }
    let kept = ends.take_while(|end| end + 14 <= most).count();
    let kept: String = name.chars().take(kept).collect();
    format!("{}…", kept.trim_end())
}

/// Text, safe between tags and in a quoted attribute.
struct Text<T>(T);

impl<T: Display> Display for Text<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.to_string().chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c if c.is_control() => f.write_char(' ')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Day and month.
struct Date(NaiveDate);

impl Display for Date {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let month = match self.0.month() {
            1 => "januari",
            2 => "februari",
            3 => "maart",
            4 => "april",
            5 => "mei",
            6 => "juni",
            7 => "juli",
            8 => "augustus",
            9 => "september",
            10 => "oktober",
            11 => "november",
            _ => "december",
        };
        write!(f, "{} {month}", self.0.day())
    }
}

/// Hundredths as points.
struct Points(i32);

impl Display for Points {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{},{:02}", size / 100, size % 100)
    }
}

fn margin(centi: i32, error_centi: i32) -> String {
    let plus = if centi > 0 { "+" } else { "" };
    format!("{plus}{} ± {}", Points(centi), Points(error_centi))
}

fn none() -> String {
    "–".to_owned()
}

/// A quotient with one decimal, rounded half up.
fn tenths(dividend: u64, divisor: u64) -> String {
    let divisor = divisor.max(1);
    let tenths = dividend.saturating_mul(20).saturating_add(divisor) / (2 * divisor);
    format!("{},{}", tenths / 10, tenths % 10)
}

fn days(count: i64) -> String {
    counted(count, "dag", "dagen")
}

fn counted(count: impl Into<i64>, one: &str, many: &str) -> String {
    let count = count.into();
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fair::health::{Assignment, Campaign, HandedIn, Juror, State, health};
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn day(nth: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + chrono::TimeDelta::days(nth)
    }

    fn campaign(today: i64, seats: u32) -> Campaign {
        Campaign { today: day(today), begun_on: day(0), due_on: day(30), seats }
    }

    fn juror(id: usize, name: &str) -> Juror<usize> {
        Juror { id, name: name.to_owned(), most: 10, absences: Vec::new() }
    }

    fn row(juror: usize, state: State) -> Assignment<usize> {
        Assignment { juror, state, invited_on: day(0), due_on: day(30) }
    }

    fn handed_in(on: i64, residual_centi: i32) -> State {
        State::HandedIn(HandedIn {
            on: day(on),
            sequence: 0,
            total_centi: Some(6_250),
            residual_centi: Some(residual_centi),
        })
    }

    const DRAFT: State = State::Writing { scores_missing: 2, comments_missing: 3 };

    /// Each juror has one of everything, and six evaluations in that drift upwards.
    fn drawn(names: &[&str], campaign: Campaign) -> String {
        let jurors: Vec<_> = names.iter().enumerate().map(|(id, name)| juror(id, name)).collect();
        let states = [State::NotAnswered, State::Accepted, DRAFT, State::Declined];
        let sheets = [(0, 0), (2, 10), (4, 20), (6, 400), (8, 410), (10, 420)].map(|(on, it)| handed_in(on, it));
        let states: Vec<_> = states.into_iter().chain(sheets).collect();
        let rows: Vec<_> = jurors.iter().flat_map(|juror| states.iter().map(|state| row(juror.id, *state))).collect();
        let severity = jurors.iter().map(|juror| (juror.id, Severity { centi: 150, error_centi: 60 })).collect();
        page("Jury", &health(campaign, &jurors, &rows), &severity)
    }

    /// Tags close in order, quotes close, every id is one of a kind, and what labels a drawing exists.
    fn assert_well_formed(page: &str) {
        let mut open: Vec<String> = Vec::new();
        let mut ids = BTreeSet::new();
        let mut labels = Vec::new();
        let body = page.strip_prefix("<!doctype html>").unwrap();
        for piece in body.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap();
            assert!(!text.contains('>') || open.last().is_some_and(|tag| tag == "style"), "{text}");
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(name));
                continue;
            }
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            let name = tag.split([' ', '/']).next().unwrap();
            if name != "meta" && !tag.ends_with('/') {
                open.push(name.to_owned());
            }
            let of = |key: &str| tag.split_once(key).map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
            if let Some(id) = of(" id=\"") {
                assert!(ids.insert(id), "{tag}");
            }
            labels.extend(of(" aria-labelledby=\"").iter().flat_map(|it| it.split(' ')).map(str::to_owned));
        }
        assert!(open.is_empty(), "{open:?}");
        assert!(labels.iter().all(|label| ids.contains(label)));
    }

    /// Every place across is a number and lies within the drawing.
    fn assert_drawable(page: &str) {
        let body = page.split_once("</style>").unwrap().1;
        let values = body.split('"').skip(1).step_by(2);
        for place in values.filter_map(|value| value.strip_suffix('%')) {
            assert!((0.0..=100.0).contains(&place.parse::<f64>().unwrap()), "{place}");
        }
    }

    fn assert_good(page: &str) {
        assert_well_formed(page);
        assert_drawable(page);
    }

    /// Where something stands across, in hundredths of a percent: the first such attribute after the mark.
    fn place(page: &str, mark: &str, attribute: &str) -> i64 {
        let rest = page.split_once(mark).unwrap().1;
        let value = rest.split_once(&format!(" {attribute}=\"")).unwrap().1;
        value.split_once('%').unwrap().0.replace('.', "").parse().unwrap()
    }

    #[test]
    fn names_are_text_and_nothing_else() {
        let names = ["<script>alert(1)</script>", "\"&'", "</title></svg><b>", "--> \u{0} <!--"];
        let page = drawn(&names, campaign(12, 40));
        assert_good(&page);
        assert!(!page.contains("<script") && !page.contains("<b>\"") && !page.contains("<!--"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("&quot;&amp;&#39;"));
        let titled = super::page::<u8>("<&\"'>", &health(campaign(0, 0), &[], &[]), &BTreeMap::new());
        assert_good(&titled);
        assert!(titled.contains("<h1>&lt;&amp;&quot;&#39;&gt;</h1>"));
    }

    #[test]
    fn the_page_stands_alone_under_a_strict_content_policy() {
        let page = drawn(&["Ann"], campaign(12, 9));
        assert!(page.contains(&format!("<style>{STYLE}</style>")) && !STYLE.contains('<'));
        let body = page.replace(STYLE, "");
        for word in ["<script", "<link", " style=", "http", "src=", "href=", "url(", "@import", " on"] {
            let tags = body.split('<').filter_map(|piece| piece.split_once('>')).map(|(tag, _)| format!("<{tag}"));
            assert!(tags.into_iter().all(|tag| !tag.contains(word)), "{word}");
        }
        assert_eq!(STYLE.matches("url(").count(), STYLE.matches("url(#stripes)").count());
        assert!(!STYLE.contains("@import") && page.matches("id=\"stripes\"").count() == 1);
    }

    #[test]
    fn words_in_the_first_drawing_do_not_lie_on_each_other() {
        let rows: Vec<_> = (0..6).map(|on| row(0, handed_in(on, 0))).collect();
        for (seats, y) in [(6, 63), (12, 167)] {
            let health = health(campaign(60, seats), &[juror(0, "Ann")], &rows);
            let page = super::page("Jury", &health, &BTreeMap::new());
            assert!(page.contains(&format!("y=\"{y}\" text-anchor=\"end\">6 ingeleverd</text>")), "{seats}");
            assert!(page.contains(&format!("y=\"38\" text-anchor=\"middle\">{seats} nodig op")), "{seats}");
        }
    }

    #[test]
    fn every_drawing_says_what_it_shows() {
        let page = drawn(&["Ann", "Bea"], campaign(12, 20));
        let drawings = page.matches("<svg class=\"chart\" role=\"img\" aria-labelledby=").count();
        assert_eq!((drawings, page.matches("<title id=").count(), page.matches("<desc id=").count()), (3, 3, 3));
        assert!(page.contains(">Van 2 maart tot 14 maart zijn 12 van 20 evaluaties ingeleverd. In dit tempo"));
        assert!(page.contains("Ann: 6 van 9 ingeleverd, 1 bezig, 2 niet begonnen, 0 te laat, hoogstens 10."));
        assert!(page.contains("Ann: +1,50 ± 0,60, duidelijk, wordt milder."));
    }

    #[test]
    fn the_table_says_what_the_drawings_show() {
        // 6 in 13 days; 3 left take 6.5, so 7 days: 21 March. 6 * 7 / 13 = 3.23 a week. Drift: 410 - 10, error
        // sqrt(100 / 3 + 100 / 3) = 8.16.
        let page = drawn(&["Ann"], campaign(12, 9));
        let row = page.split_once("<bdi>Ann</bdi></th>").unwrap().1.split_once("</tr>").unwrap().0;
        let cells: Vec<_> = row.split("<td").skip(1).map(|cell| cell.split(['<', '>']).nth(1).unwrap()).collect();
        let expected =
            ["6", "1", "1", "1", "0", "10", "3,2", "21 maart", "2 / 3", "62,50", "+1,50 ± 0,60", "+4,00 ± 0,08 *"];
        assert_eq!(cells, expected);
        assert!(page.contains("<tr><th scope=\"row\">4 maart</th><td>1</td><td>2</td></tr>"));
        assert!(page.contains(
            "6 van de 9 evaluaties zijn ingeleverd. In het huidige tempo is de jury klaar op 21 maart, 11 \
                               dagen voor de uiterste dag.</p>"
        ));
    }

    #[test]
    fn bars_are_as_long_as_what_they_count() {
        let page = drawn(&["Ann"], campaign(12, 9));
        let bar = |class| {
            let mark = format!("<rect class=\"part {class}\"");
            (place(&page, &mark, "x"), place(&page, &mark, "width"))
        };
        assert_eq!((bar("in"), bar("writing"), bar("rest")), ((0, 6_000), (6_000, 1_000), (7_000, 2_000)));
        assert_eq!(place(&page, "<line class=\"most\"", "x1"), FULL);
        assert!(!page.contains("part over"));
        let late = drawn(&["Ann"], campaign(31, 9));
        let mark = "<rect class=\"part over\"";
        assert_eq!((place(&late, mark, "x"), place(&late, mark, "width")), (6_000, 3_000));
        assert!(!late.contains("part rest") && late.contains(">3 te laat</tspan>"));
    }

    #[test]
    fn a_limit_far_away_does_not_make_bars_small() {
        let jurors = [Juror { most: 4, ..juror(0, "Ann") }, Juror { most: 500, ..juror(1, "Bea") }];
        let rows = [row(0, State::Accepted), row(1, State::Accepted), row(1, State::Accepted)];
        let page = page("Jury", &health(campaign(0, 3), &jurors, &rows), &BTreeMap::new());
        assert_eq!(place(&page, "<rect class=\"part rest\"", "width"), 5_000);
        assert_eq!(page.matches("<line class=\"most\"").count(), 1);
    }

    #[test]
    fn the_strictest_come_first() {
        let jurors = [juror(0, "Ann"), juror(1, "Bea"), juror(2, "Cis")];
        let severity = [(0, -50), (1, 300)].map(|(id, centi)| (id, Severity { centi, error_centi: 40 })).into();
        let page = page("Jury", &health(campaign(0, 3), &jurors, &[]), &severity);
        assert!(page.contains(">Bea: +3,00 ± 0,40, duidelijk. Ann: −0,50 ± 0,40, niet duidelijk.</desc>"));
        assert!(page.contains("Van 1 jurylid valt het niet te schatten."));
    }

    #[test]
    fn the_page_opens_with_how_it_ends() {
        let lead = |due, seats| {
            let page = drawn(&["Ann"], Campaign { due_on: day(due), ..campaign(12, seats) });
            page.split_once("<p class=\"lead\">").unwrap().1.split_once("</p>").unwrap().0.to_owned()
        };
        assert!(lead(18, 9).ends_with("klaar op 21 maart, 1 dag na de uiterste dag."));
        assert!(lead(19, 9).ends_with("klaar op 21 maart, op de uiterste dag zelf."));
        assert!(lead(21, 9).ends_with("klaar op 21 maart, 2 dagen voor de uiterste dag."));
        assert!(lead(30, 10).ends_with("Dat is zonder de ene evaluatie waarvoor er nog geen jurylid is."));
        assert!(lead(30, 0).starts_with("6 evaluaties zijn ingeleverd. In"));
    }

    #[test]
    fn a_juror_who_gives_more_than_before_becomes_milder() {
        // Severity 150 with two errors of 60 reaches 270, drift of 400 leads to -250: three points each way.
        let page = drawn(&["Ann"], campaign(12, 9));
        let (from, to) = (place(&page, "<line class=\"drift\"", "x1"), place(&page, "<line class=\"drift\"", "x2"));
        assert_eq!((from, to), (7_400, 1_000));
        assert_eq!((place(&page, "class=\"span\"", "x1"), place(&page, "class=\"span\"", "x2")), (5_480, 9_320));
        assert!(page.contains("d=\"M0 0L7 -4V4Z\"") && page.contains("← 3 milder"));
    }

    #[test]
    fn only_what_is_more_than_two_errors_is_a_full_dot() {
        let clear = |centi| Severity { centi, error_centi: 50 }.is_clear();
        assert_eq!([clear(100), clear(101), clear(-100), clear(-101)], [false, true, false, true]);
    }

    #[test]
    fn the_lines_of_the_burn_up_start_and_end_where_they_should() {
        // 31 days; today is the evening of the 13th. Of 20 on 260 pixels, 6 are 78 and 9 are 117.
        let page = drawn(&["Ann"], campaign(12, 20));
        assert_eq!((place(&page, "class=\"needed\"", "x2"), place(&page, "class=\"today\"", "x1")), (FULL, 4_193));
        assert_eq!(place(&page, "class=\"foretold\"", "x2"), 6_451);
        assert!(page.contains(&format!("y1=\"{}\" x2=\"64.51%\" y2=\"{}\"", BOTTOM - 78, BOTTOM - 117)));
        assert!(page.contains("d=\"M0 260L0 260L322 247"), "one of 20 on the first of 31 days");
    }

    #[test]
    fn what_lies_far_ahead_leaves_the_drawing_on_its_way() {
        let plot = Plot { first: day(0), days: 69, evaluations: 10 };
        assert_eq!(plot.foretold(day(68), day(8), 100, 40).1, 40);
        // From the 9th evening to the 109th: of the 100 days 60 are drawn, of 60 pixels 36.
        let (x, y) = plot.foretold(day(108), day(8), 100, 40);
        assert_eq!((x.0, y), (FULL, 64));
        let slow: Vec<_> = [0, 0].map(|on| handed_in(on, 0)).into_iter().chain([State::Accepted; 500]).collect();
        let rows: Vec<_> = slow.into_iter().map(|state| row(0, state)).collect();
        let health = health(campaign(9, 502), &[juror(0, "Ann")], &rows);
        assert_eq!(health.finish, Finish::On(day(9 + 2_500)));
        let page = page("Jury", &health, &BTreeMap::new());
        assert_good(&page);
        assert!(page.contains("klaar op 13 januari 2033"));
        assert!(place(&page, "class=\"today\"", "x1") > 1_000);
    }

    #[test]
    fn a_full_jury_is_drawn_in_parts_that_fit_on_paper() {
        let names: Vec<_> = (0..300).map(|nth| format!("Juror {nth}")).collect();
        let page = drawn(&names.iter().map(String::as_str).collect::<Vec<_>>(), campaign(12, 3_000));
        assert_good(&page);
        assert_eq!(page.matches("<svg class=\"chart\"").count(), 1 + 15 + 15);
        assert_eq!(page.matches("<tr role=\"row\"><th scope=\"row\"").count(), 300);
        assert!(page.contains(&format!("height=\"{}\"", 20 * ROW)));
    }

    #[test]
    fn an_empty_jury_and_a_day_zero_are_no_trouble() {
        let nobody = page::<u8>("Jury", &health(campaign(3, 0), &[], &[]), &BTreeMap::new());
        assert_good(&nobody);
        assert!(nobody.contains("Er is niets te evalueren.") && !nobody.contains("<svg"));
        let wanted = page::<u8>("Jury", &health(campaign(3, 5), &[], &[]), &BTreeMap::new());
        assert_good(&wanted);
        assert!(wanted.contains("5 nodig op 1 april") && wanted.contains("valt nog niet te zeggen"));
        for (today, begun, due) in [(0, 0, 0), (0, 5, 3), (9, 5, 0), (0, 9, -9)] {
            let campaign = Campaign { today: day(today), begun_on: day(begun), due_on: day(due), seats: 9 };
            assert_good(&drawn(&["Ann"], campaign));
        }
    }

    #[test]
    fn the_largest_numbers_are_drawn() {
        let jurors = [Juror { most: u32::MAX, ..juror(0, "Ann") }];
        let end = Campaign { today: day(0), begun_on: day(0), due_on: NaiveDate::MAX, seats: u32::MAX };
        let sheets = [i32::MIN, i32::MAX, 0, i32::MAX, i32::MAX, i32::MAX].map(|it| row(0, handed_in(0, it)));
        let severity = [(0, Severity { centi: i32::MIN, error_centi: i32::MAX })].into();
        assert_good(&page("Jury", &health(end, &jurors, &sheets), &severity));
    }

    /// How wide so many letters are.
    fn widest(text: &str, each: usize) -> usize {
        text.chars().count() * each
    }

    #[test]
    fn a_name_never_runs_into_what_stands_beside_it() {
        // On a telephone a drawing is 358 pixels wide. What stands beside is set in 13 pixels, 7 a letter.
        let beside = ["12 van 14, wordt te laat", "12 van 14, 14 te laat", "−12,34 ± 10,00"];
        assert!(beside.iter().all(|aside| 358 - 170 - 4 > widest(aside, 7)));
        let names = [("W".repeat(200), 14), ("語".repeat(200), 16), ("e".repeat(200), 9), ("i".repeat(200), 5)];
        for (name, each) in names {
            let fitted = fitted(&name, 180);
            assert!(fitted.ends_with('…') && widest(&fitted, each) <= 180 + each, "{fitted}");
            assert!(name.starts_with(fitted.trim_end_matches('…')) && widest(&fitted, each) > 140);
        }
        assert_eq!(fitted("Els Van den Bossche", 180), "Els Van den Bossche");
        assert_eq!(fitted("Els Van den Bossche", 100), "Els Van de…");
        let page = drawn(&["W".repeat(200).as_str()], campaign(12, 9));
        assert_good(&page);
        assert!(["wide", "narrow", "tiny"].iter().all(|width| page.contains(&format!("class=\"name {width}\""))));
    }

    #[test]
    fn the_labels_of_the_burn_up_grow_into_the_drawing() {
        let anchors = [0, 2_999, 3_000, 7_000, 7_001, FULL].map(|place| Across(place).anchor());
        let words = anchors.map(|anchor| anchor.split('"').nth(1).unwrap().to_owned());
        assert_eq!(words, ["start", "start", "middle", "middle", "end", "end"]);
    }

    #[test]
    fn numbers_are_written_as_they_are_here() {
        assert_eq!([1_234, 5, -5, -1_200].map(|it| Points(it).to_string()), ["12,34", "0,05", "−0,05", "−12,00"]);
        assert_eq!([margin(5, 10), margin(0, 0), margin(-5, 1)], ["+0,05 ± 0,10", "0,00 ± 0,00", "−0,05 ± 0,01"]);
        assert_eq!([tenths(1, 3), tenths(1, 20), tenths(7, 2), tenths(0, 0)], ["0,3", "0,1", "3,5", "0,0"]);
        assert_eq!([days(1), days(0), days(2)], ["1 dag", "0 dagen", "2 dagen"]);
    }

    /// Relative luminance, as the accessibility guidelines have it.
    fn luminance(colour: &str) -> f64 {
        let hex = colour.trim_start_matches('#');
        let step = hex.len() / 3;
        let part = |nth: usize| {
            let digits = &hex[nth * step..(nth + 1) * step];
            let value = u32::from_str_radix(&digits.repeat(3 - step), 16).unwrap();
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2)
    }

    #[test]
    fn what_is_written_can_be_read_by_light_and_by_dark() {
        let schemes: Vec<BTreeMap<&str, &str>> = STYLE
            .split(":root{")
            .skip(1)
            .map(|scheme| {
                let scheme = scheme.split_once('}').unwrap().0;
                scheme.split(';').filter_map(|it| it.strip_prefix("--")?.split_once(':')).collect()
            })
            .collect();
        assert_eq!(schemes.len(), 2);
        let text = [("ink", "paper"), ("soft", "paper"), ("over", "paper"), ("on-in", "in"), ("on-writing", "writing")];
        let shapes = [("in", "paper"), ("line", "paper")];
        let all = text.into_iter().chain([("on-rest", "rest"), ("soft", "area")]).map(|pair| (pair, 4.5));
        for ((front, back), least) in all.chain(shapes.map(|pair| (pair, 3.0))) {
            for scheme in &schemes {
                let (a, b) = (luminance(scheme[front]), luminance(scheme[back]));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= least, "{front} on {back}: {contrast}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_jury_makes_a_page(
            names in vec(".{0,40}", 0..6),
            rows in vec((0_usize..6, 0_usize..5, -3_i64..40, -2_000_i32..2_000), 0..60),
            severities in vec(proptest::option::of((any::<i32>(), any::<i32>())), 6),
            (today, begun, due) in (-5_i64..40, -5_i64..40, -5_i64..400),
            seats in 0_u32..99,
        ) {
            let jurors: Vec<_> = names.iter().enumerate().map(|(id, name)| juror(id, name)).collect();
            let rows: Vec<_> = rows.into_iter().map(|(juror, state, on, residual)| {
                let states = [handed_in(on, residual), handed_in(on, 0), State::Accepted, State::NotAnswered, DRAFT];
                Assignment { due_on: day(40 - on), ..row(juror, states[state]) }
            }).collect();
            let severity = severities.into_iter().enumerate().filter_map(|(id, it)| {
                it.map(|(centi, error_centi)| (id, Severity { centi, error_centi }))
            }).collect();
            let campaign = Campaign { today: day(today), begun_on: day(begun), due_on: day(due), seats };
            let page = page("Jury", &health(campaign, &jurors, &rows), &severity);
            assert_good(&page);
            prop_assert_eq!(page.matches("role=\"rowheader\"").count(), jurors.len());
        }
    }
}
