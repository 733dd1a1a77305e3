//! Which label a project can go for, and which addresses may be shown.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use entity::{
    ids::ProjectId,
    kinds::{Community, ProjectKind, Track, TrackGround},
};
use url::{Host, Url};

use crate::{only_said, words::Said};

/// What a teacher enters of a project, as people call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Its title.
    Title,
    /// Its name in its address.
    Slug,
    /// What it is about.
    Summary,
    /// Its address on ESEP.
    EsepUrl,
    /// When it was registered there.
    EsepRegisteredOn,
    /// Its first day.
    StartedOn,
}

impl Entry {
    /// Its field in an input.
    pub fn field(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Slug => "slug",
            Self::Summary => "summary",
            Self::EsepUrl => "esepUrl",
            Self::EsepRegisteredOn => "esepRegisteredOn",
            Self::StartedOn => "startedOn",
        }
    }
}

impl Said for Entry {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Title => ["de titel", "le titre", "der Titel", "the title"],
            Self::Slug => [
                "de naam van het project in het adres",
                "le nom du projet dans l'adresse",
                "der Name des Projekts in der Adresse",
                "the name of the project in the address",
            ],
            Self::Summary => ["de samenvatting", "le résumé", "die Zusammenfassung", "the summary"],
            Self::EsepUrl => ["het adres op ESEP", "l'adresse sur ESEP", "die Adresse auf ESEP", "the address on ESEP"],
            Self::EsepRegisteredOn => [
                "de dag van registratie op ESEP",
                "le jour d'enregistrement sur ESEP",
                "der Tag der Registrierung auf ESEP",
                "the day of registration on ESEP",
            ],
            Self::StartedOn => [
                "de eerste dag van het project",
                "le premier jour du projet",
                "der erste Tag des Projekts",
                "the first day of the project",
            ],
        }
    }
}

only_said!(Entry);

/// Founders of a project at most: two schools start it (F1).
pub const MOST_FOUNDERS: usize = 2;

/// Where a school is, as far as the label depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Country (ISO 3166).
    pub country: String,
    /// Community, or `FOREIGN`.
    pub community: Community,
}

/// Kind of a project, and the label it can go for; none when it fits neither (R70, F1, Q13).
///
/// Founders from different countries make it European, whoever joins later. Founders from Belgium make it
/// national; with schools of two communities among founders and partners it is for Belgica.
pub fn derive_track(founders: &[Place], partners: &[Place]) -> (ProjectKind, Option<Track>) {
    match ground_of(founders, partners) {
        TrackGround::FoundersOfTwoCountries => (ProjectKind::European, Some(Track::Nql)),
        TrackGround::TwoCommunities => (ProjectKind::National, Some(Track::Belgica)),
        TrackGround::OneCommunity | TrackGround::FoundersAbroad | TrackGround::NoFounders => {
            (ProjectKind::National, None)
        }
    }
}

/// Why a project goes for its label, or for none.
pub fn ground_of(founders: &[Place], partners: &[Place]) -> TrackGround {
    let Some((first, others)) = founders.split_first() else { return TrackGround::NoFounders };
    if others.iter().any(|other| other.country != first.country) {
        return TrackGround::FoundersOfTwoCountries;
    }
    if first.community == Community::Foreign {
        return TrackGround::FoundersAbroad;
    }
    let mut belgian = founders.iter().chain(partners).filter(|place| place.community != Community::Foreign);
    if belgian.any(|place| place.community != first.community) {
        TrackGround::TwoCommunities
    } else {
        TrackGround::OneCommunity
    }
}

/// What a teacher reads of it, in Dutch.
pub fn explanation(ground: TrackGround) -> &'static str {
    match ground {
        TrackGround::FoundersOfTwoCountries => {
            "De oprichters komen uit verschillende landen: dit project gaat voor het nationaal kwaliteitslabel."
        }
        TrackGround::TwoCommunities => {
            "De oprichters komen uit België en er doen scholen van twee gemeenschappen mee: dit project gaat voor het \
             Belgica-label. Partners uit het buitenland veranderen dat niet."
        }
        TrackGround::OneCommunity => {
            "De oprichters komen uit België en alle Belgische scholen zijn van één gemeenschap: dit project past bij geen \
             van beide labels. Partners uit het buitenland veranderen dat niet."
        }
        TrackGround::FoundersAbroad => {
            "De oprichters komen uit één ander land: dit project past bij geen van beide labels."
        }
        TrackGround::NoFounders => "Er is nog geen oprichter: het label hangt af van wie het project begon.",
    }
}

/// What would make a project go for another label, in Dutch, with that label.
pub fn what_would_change(founders: &[Place], partners: &[Place]) -> Vec<(&'static str, Option<Track>)> {
    let Some(first) = founders.first() else { return Vec::new() };
    let (_, now) = derive_track(founders, partners);
    let elsewhere = if first.community == Community::Foreign {
        Place { country: "BE".to_owned(), community: Community::Vl }
    } else {
        Place { country: "IT".to_owned(), community: Community::Foreign }
    };
    let other = if first.community == Community::Vl { Community::Fwb } else { Community::Vl };
    let beside = Place { country: "BE".to_owned(), community: other };
    let with = |places: &[Place], more: Place| [places, &[more]].concat();
    let mut changes = Vec::new();
    if founders.len() < MOST_FOUNDERS {
        let (_, then) = derive_track(&with(founders, elsewhere), partners);
        changes.push(("Als een school uit een ander land mee oprichter is", then));
    }
    let (_, then) = derive_track(founders, &with(partners, beside));
    changes.push(("Als er ook een school van een andere gemeenschap in België meedoet", then));
    changes.retain(|(_, then)| *then != now);
    changes
}

/// Longest address.
const LONGEST_ADDRESS: usize = 2_000;

/// An address on the public web: http or https, without user or password, at a host that everybody can reach
/// (INV-32). In the spelling of the web: a host in lower case, an IP address in its usual form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAddress(Url);

/// Host of ESEP.
const ESEP_HOST: &str = "school-education.ec.europa.eu";
/// Host of the TwinSpace before ESEP.
const TWINSPACE_HOST: &str = "twinspace.etwinning.net";

/// Where the address of a project leads (F16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// A project on ESEP, by its name there. Language, tab and page of the TwinSpace are left out.
    Esep(String),
    /// A project on the old TwinSpace, by its number.
    TwinSpace(i32),
    /// One of the two, but no project.
    NoProject,
    /// Somewhere else.
    Elsewhere,
}

/// The address of a project, in the one spelling by which it is known here (F16): the same project, seen in another
/// language or on another page, has the same address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectAddress {
    /// The address.
    pub url: String,
    /// The project's name in it; on the old TwinSpace its number.
    pub slug: String,
    /// Its number on the old TwinSpace; none elsewhere.
    pub twinspace_number: Option<i32>,
}

impl FromStr for ProjectAddress {
    type Err = NotAProject;

    fn from_str(text: &str) -> Result<Self, NotAProject> {
        let address =
            text.parse::<PublicAddress>().ok().filter(PublicAddress::is_https).ok_or(NotAProject::NotPublic)?;
        match address.site() {
            Site::Esep(slug) => {
                let url = format!("https://{ESEP_HOST}/en/etwinning/projects/{slug}");
                Ok(Self { url, slug, twinspace_number: None })
            }
            Site::TwinSpace(number) => {
                let url = format!("https://{TWINSPACE_HOST}/{number}");
                Ok(Self { url, slug: number.to_string(), twinspace_number: Some(number) })
            }
            Site::NoProject => Err(NotAProject::Nameless),
            Site::Elsewhere => {
                Ok(Self { url: address.to_string(), slug: address.slug().to_owned(), twinspace_number: None })
            }
        }
    }
}

/// Where the projects stand whose address was freed: a name that leads nowhere (RFC 2606).
const FREED: &str = "https://freed.invalid/";

/// What a project has for an address after its own was freed.
pub fn freed_address(id: ProjectId) -> String {
    format!("{FREED}{id}")
}

/// Whether the address of a project was freed.
pub fn is_freed(address: &str) -> bool {
    address.starts_with(FREED)
}

/// Why a text is not the address of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAProject {
    /// Not an https address that everybody can reach.
    NotPublic,
    /// An address of ESEP or the TwinSpace that names no project.
    Nameless,
}

/// The text is not an address on the public web.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPublic;

impl PublicAddress {
    /// Whether it is https.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Where it leads, as far as it is an address of ESEP or of the old TwinSpace (F16).
    pub fn site(&self) -> Site {
        let mut path = self.0.path_segments().into_iter().flatten().filter(|part| !part.is_empty());
        match self.0.host_str() {
            Some(ESEP_HOST) => {
                let mut path = path.skip_while(|part| *part != "etwinning");
                match (path.next(), path.next(), path.next()) {
                    (Some("etwinning"), Some("projects"), Some(slug)) => Site::Esep(slug.to_lowercase()),
                    _ => Site::NoProject,
                }
            }
            Some(TWINSPACE_HOST) => {
                let number = path.next().and_then(|part| part.parse::<i32>().ok()).filter(|number| *number > 0);
                number.map_or(Site::NoProject, Site::TwinSpace)
            }
            Some(_) | None => Site::Elsewhere,
        }
    }

    /// The last part of its path, which names a project elsewhere; empty if there is none.
    pub fn slug(&self) -> &str {
        self.0.path().rsplit('/').find(|part| !part.is_empty()).unwrap_or_default()
    }
}

impl FromStr for PublicAddress {
    type Err = NotPublic;

    fn from_str(text: &str) -> Result<Self, NotPublic> {
        let text = text.trim();
        // A browser drops tabs and line breaks, which hides what an address is; we do not.
        if text.len() > LONGEST_ADDRESS || text.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
            return Err(NotPublic);
        }
        let url = Url::parse(text).map_err(|_| NotPublic)?;
        let web = matches!(url.scheme(), "http" | "https");
        let anonymous = url.username().is_empty() && url.password().is_none();
        let public = match url.host() {
            Some(Host::Domain(name)) => is_public_name(name),
            Some(Host::Ipv4(ip)) => is_public_v4(ip),
            Some(Host::Ipv6(ip)) => is_public_v6(ip),
            None => false,
        };
        if web && anonymous && public && url.as_str().len() <= LONGEST_ADDRESS { Ok(Self(url)) } else { Err(NotPublic) }
    }
}

impl fmt::Display for PublicAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

/// Top-level names that lead nowhere outside a house or a company.
const PRIVATE_NAMES: [&str; 9] =
    ["localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "arpa"];

/// A name of two parts or more, not under a private one.
fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let Some((rest, top)) = name.rsplit_once('.') else { return false };
    rest.split('.').all(|label| !label.is_empty()) && !top.is_empty() && !PRIVATE_NAMES.contains(&top)
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let set_aside = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Shared by providers, protocol assignments, relays, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    !set_aside
}

/// Only addresses that are routed worldwide (`2000::/3`), and none that carries an IPv4 address along.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let set_aside = match a {
        0x2001 => b < 0x0200 || b == 0x0db8,
        0x2002 => true,
        0x3fff => b < 0x1000,
        _ => false,
    };
    (0x2000..0x4000).contains(&a) && !set_aside
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(community: Community) -> Place {
        let country = if community == Community::Foreign { "FR" } else { "BE" };
        Place { country: country.to_owned(), community }
    }

    fn places() -> impl Strategy<Value = Place> {
        prop_oneof![
            Just(place(Community::Vl)),
            Just(place(Community::Fwb)),
            Just(place(Community::Dg)),
            Just(place(Community::Foreign)),
            Just(Place { country: "PL".to_owned(), community: Community::Foreign }),
        ]
    }

    #[test]
    fn founders_decide_which_label_it_is() {
        use Community::{Dg, Foreign, Fwb, Vl};
        let of = |communities: &[Community]| communities.iter().copied().map(place).collect::<Vec<_>>();
        let european = (ProjectKind::European, Some(Track::Nql));
        let belgica = (ProjectKind::National, Some(Track::Belgica));
        let neither = (ProjectKind::National, None);
        for (founders, partners, derived) in [
            (vec![Vl, Foreign], vec![], european),
            (vec![Foreign, Vl], vec![Fwb], european),
            (vec![Vl, Fwb], vec![], belgica),
            (vec![Vl, Fwb], vec![Foreign], belgica),
            (vec![Vl, Vl], vec![Dg], belgica),
            (vec![Vl], vec![Dg], belgica),
            (vec![Vl, Vl], vec![Vl], neither),
            (vec![Vl, Vl], vec![Foreign], neither),
            (vec![Foreign, Foreign], vec![Vl, Fwb], neither),
        ] {
            assert_eq!(derive_track(&of(&founders), &of(&partners)), derived, "{founders:?} {partners:?}");
        }
    }

    #[test]
    fn addresses_on_the_public_web_are_taken() {
        for (text, kept) in [
            (
                "https://School-Education.EC.europa.eu/en/etwinning/projects/bees",
                "https://school-education.ec.europa.eu/en/etwinning/projects/bees",
            ),
            ("http://www.school.example/werk?a=1#deel", "http://www.school.example/werk?a=1#deel"),
            ("https://8.8.8.8/", "https://8.8.8.8/"),
            ("https://134744072/", "https://8.8.8.8/"),
            ("https://[2a00:1450::1]/", "https://[2a00:1450::1]/"),
            ("https://localhost.example.eu/", "https://localhost.example.eu/"),
        ] {
            assert_eq!(text.parse::<PublicAddress>().unwrap().to_string(), kept);
        }
    }

    #[test]
    fn other_addresses_are_refused_however_they_are_spelled() {
        for text in [
            "",
            "bees",
            "//school.example/",
            "ftp://school.example/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "https://an:secret@school.example/",
            "https://an@school.example/",
            "https://:secret@school.example/",
            "https://localhost/",
            "https://LOCALHOST:8080/",
            "https://a.localhost/",
            "https://localhost./",
            "https://printer/",
            "https://printer./",
            "https://nas.local/",
            "https://metadata.google.internal/",
            "https://school..example/",
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.1/",
            "http://017700000001/",
            "http://0177.0.0.1/",
            "http://10.0.0.1/",
            "http://172.16.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/",
            "http://0.0.0.0/",
            "http://0/",
            "http://100.64.0.1/",
            "http://198.18.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://127。0。0。1/",
            "http://127.0.0.1/",
            "http://①②⑦.0.0.1/",
            "http://127.0.0.1./",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::ffff:8.8.8.8]/",
            "http://[::127.0.0.1]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[fd12::1]/",
            "http://[ff02::1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[2001:db8::1]/",
            "http://[2001::1]/",
            "http://[fec0::1]/",
            "https://school.example/\twerk",
            "https://sch\nool.example/",
            "https://school.example/a b",
            "https://school.example/\0",
        ] {
            assert_eq!(text.parse::<PublicAddress>(), Err(NotPublic), "{text}");
        }
    }

    #[test]
    fn the_last_part_of_the_path_names_the_project() {
        for (text, slug) in [
            ("https://esep.example/en/projects/bees", "bees"),
            ("https://esep.example/en/projects/bees/?tab=1", "bees"),
            ("https://esep.example/", ""),
        ] {
            assert_eq!(text.parse::<PublicAddress>().unwrap().slug(), slug, "{text}");
        }
    }

    #[test]
    fn a_project_has_one_address_whatever_page_of_it_was_copied() {
        let esep = "https://school-education.ec.europa.eu/en/etwinning/projects/green-computing";
        for text in [
            esep,
            "https://school-education.ec.europa.eu/nl/etwinning/projects/green-computing/",
            "https://School-Education.ec.europa.eu/sq/etwinning/projects/green-computing/twinspace/pages/e-safety?x=1#top",
        ] {
            let address = text.parse::<ProjectAddress>().unwrap();
            assert_eq!((address.url.as_str(), address.slug.as_str()), (esep, "green-computing"), "{text}");
            assert_eq!(address.twinspace_number, None);
        }
        let old = "https://twinspace.etwinning.net/122324/pages/page/1359873".parse::<ProjectAddress>().unwrap();
        assert_eq!((old.url.as_str(), old.slug.as_str()), ("https://twinspace.etwinning.net/122324", "122324"));
        assert_eq!(old.twinspace_number, Some(122_324));
        let other = "https://esep.example/projects/bees".parse::<ProjectAddress>().unwrap();
        assert_eq!((other.url.as_str(), other.slug.as_str()), ("https://esep.example/projects/bees", "bees"));
        for (text, why) in [
            ("http://school-education.ec.europa.eu/en/etwinning/projects/bees", NotAProject::NotPublic),
            ("https://school-education.ec.europa.eu/en/etwinning/projects", NotAProject::Nameless),
            ("https://school-education.ec.europa.eu/en/news/bees", NotAProject::Nameless),
            ("https://twinspace.etwinning.net/", NotAProject::Nameless),
            ("https://twinspace.etwinning.net/-5", NotAProject::Nameless),
            ("https://twinspace.etwinning.net/99999999999", NotAProject::Nameless),
            ("bees", NotAProject::NotPublic),
        ] {
            assert_eq!(text.parse::<ProjectAddress>(), Err(why), "{text}");
        }
    }

    #[test]
    fn a_proposal_says_what_would_change_it() {
        use Community::{Foreign, Fwb, Vl};
        let of = |communities: &[Community]| communities.iter().copied().map(place).collect::<Vec<_>>();
        let labels = |founders: &[Community], partners: &[Community]| -> Vec<Option<Track>> {
            what_would_change(&of(founders), &of(partners)).into_iter().map(|(_, track)| track).collect()
        };
        assert_eq!(labels(&[Vl], &[Vl]), [Some(Track::Nql), Some(Track::Belgica)]);
        assert_eq!(labels(&[Vl, Vl], &[Foreign]), [Some(Track::Belgica)]);
        assert_eq!(labels(&[Vl, Fwb], &[]), []);
        assert_eq!(labels(&[Fwb], &[Vl]), [Some(Track::Nql)]);
        assert_eq!(labels(&[Vl, Foreign], &[]), []);
        assert_eq!(labels(&[Foreign], &[Vl]), [Some(Track::Nql)]);
        assert_eq!(labels(&[], &[Vl]), []);
    }

    proptest! {
        #[test]
        fn one_seat_for_two_at_the_same_place_changes_no_label(
            founders in prop::collection::vec(places(), 1..=2),
            partners in prop::collection::vec(places(), 1..6),
            which: prop::sample::Index,
        ) {
            // A founder and a partner, or two partners, or two founders, of one place turn out to be one school.
            let one = which.get(&partners).clone();
            let without: Vec<Place> = {
                let place = partners.iter().position(|place| *place == one).unwrap();
                partners.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, place)| place.clone()).collect()
            };
            if founders.contains(&one) || without.contains(&one) {
                prop_assert_eq!(derive_track(&founders, &without), derive_track(&founders, &partners));
            }
            if founders.len() == 2 && founders[0] == founders[1] {
                prop_assert_eq!(derive_track(&founders[..1], &partners), derive_track(&founders, &partners));
            }
        }

        #[test]
        fn a_partner_never_changes_the_label_of_founders_from_two_countries(
            founders in prop::collection::vec(places(), 2),
            partners in prop::collection::vec(places(), 0..6),
        ) {
            prop_assume!(founders[0].country != founders[1].country);
            prop_assert_eq!(derive_track(&founders, &partners), (ProjectKind::European, Some(Track::Nql)));
        }

        #[test]
        fn the_order_of_schools_does_not_matter(
            founders in prop::collection::vec(places(), 1..=2),
            partners in prop::collection::vec(places(), 0..6),
        ) {
            let derived = derive_track(&founders, &partners);
            let turned = |places: &[Place]| places.iter().rev().cloned().collect::<Vec<_>>();
            prop_assert_eq!(derive_track(&turned(&founders), &turned(&partners)), derived);
            prop_assert_eq!(derived.1 == Some(Track::Nql), derived.0 == ProjectKind::European);
        }

        #[test]
        fn a_private_ip_is_refused_in_every_spelling(
            net in prop_oneof![Just((10u8, 0u8, 8u32)), Just((127, 0, 8)), Just((172, 16, 12)), Just((192, 168, 16)), Just((169, 254, 16))],
            rest: u32,
        ) {
            let (a, b, fixed) = net;
            let ip = (u32::from(a) << 24 | u32::from(b) << 16) | (rest & (u32::MAX >> fixed));
            let [a, b, c, d] = ip.to_be_bytes();
            for host in [
                format!("{a}.{b}.{c}.{d}"), format!("{ip}"), format!("{ip:#x}"), format!("0{ip:o}"), format!("{a:#x}.{b}.{c}.0{d:o}"),
                format!("[::ffff:{a}.{b}.{c}.{d}]"), format!("[::{a}.{b}.{c}.{d}]"), format!("[64:ff9b::{a}.{b}.{c}.{d}]"),
                format!("{a}.{b}.{}", u32::from(c) << 8 | u32::from(d)),
            ] {
                prop_assert_eq!(format!("http://{host}/").parse::<PublicAddress>(), Err(NotPublic), "{}", host);
            }
        }

        #[test]
        fn what_is_taken_reads_back_as_itself(text in "https?://[a-z0-9.:@\\[\\]-]{1,30}(/[ -~]{0,20})?") {
            if let Ok(address) = text.parse::<PublicAddress>() {
                prop_assert_eq!(address.to_string().parse(), Ok(address));
            }
        }
    }
}
