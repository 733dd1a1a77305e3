//! What the kinds are called, where a document, a mail or a refusal names one.
//!
//! Each is an exhaustive `match`: a new word does not compile before it is said in every language.

use crate::kinds::{
    ApplicationStatus, AssignmentPlanStatus, AssignmentStatus, CampaignStatus, Community, CorrectionStatus,
    DecisionStatus, DraftField, EligibilityCondition, EvaluationStatus, ImportColumn, JobStatus, LinkKind,
    MessageStatus, Method, MilestoneKind, PhotoStatus, PrizeAwardStatus, PublicationBatchStatus, ReconsiderationStatus,
    RegistrationStatus, ResultTextPart, RetentionKind, Subject, Tie, Track,
};

use crate::language::Said;

impl Said for Subject {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Arts => ["kunst en muziek", "arts et musique", "Kunst und Musik", "art and music"],
            Self::Citizenship => [
                "burgerschap en levensbeschouwing",
                "citoyenneté, religion et philosophie",
                "Politische Bildung, Religion und Ethik",
                "citizenship, religion and philosophy",
            ],
            Self::Economics => ["economie", "économie", "Wirtschaft", "economics"],
            Self::English => ["Engels", "anglais", "Englisch", "English"],
            Self::French => ["Frans", "français", "Französisch", "French"],
            Self::Geography => ["aardrijkskunde", "géographie", "Geografie", "geography"],
            Self::German => ["Duits", "allemand", "Deutsch", "German"],
            Self::History => ["geschiedenis", "histoire", "Geschichte", "history"],
            Self::Informatics => [
                "informatica en media",
                "informatique et médias",
                "Informatik und Medien",
                "information technology and media",
            ],
            Self::Mathematics => ["wiskunde", "mathématiques", "Mathematik", "mathematics"],
            Self::MotherTongue => {
                ["onderwijstaal", "langue de l'école", "Unterrichtssprache", "language of the school"]
            }
            Self::OtherLanguage => ["een andere taal", "une autre langue", "eine andere Sprache", "another language"],
            Self::PhysicalEducation => ["lichamelijke opvoeding", "éducation physique", "Sport", "physical education"],
            Self::Science => ["natuurwetenschappen", "sciences", "Naturwissenschaften", "natural sciences"],
            Self::Technology => ["techniek", "technologie", "Technik", "technology and crafts"],
            Self::Vocational => {
                ["een beroepsvak", "un cours professionnel", "ein berufsbildendes Fach", "a vocational subject"]
            }
            Self::Other => ["een ander vak", "une autre matière", "ein anderes Fach", "another subject"],
        }
    }
}

impl Said for ResultTextPart {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Motivation => ["de uitleg", "l'explication", "die Begründung", "the explanation"],
            Self::Feedback => ["de feedback", "les conseils", "das Feedback", "the feedback"],
            Self::Criterion => [
                "de feedback op een criterium",
                "les conseils sur un critère",
                "das Feedback zu einem Kriterium",
                "the feedback on a criterion",
            ],
        }
    }
}

impl Said for Method {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Analysis => ["analyseren", "analyse", "Analyse", "analysis"],
            Self::CollaborativeLearning => {
                ["samenwerkend leren", "apprentissage collaboratif", "kooperatives Lernen", "collaborative learning"]
            }
            Self::CreativeWork => ["creatief werk", "travail créatif", "kreatives Arbeiten", "creative work"],
            Self::Debate => ["debat", "débat", "Debatte", "debate"],
            Self::GameBasedLearning => {
                ["spelend leren", "apprentissage par le jeu", "spielerisches Lernen", "game-based learning"]
            }
            Self::PeerTeaching => {
                ["leren van elkaar", "enseignement entre pairs", "Lernen durch Lehren", "peer teaching"]
            }
            Self::ProblemSolving => {
                ["problemen oplossen", "résolution de problèmes", "Problemlösen", "problem solving"]
            }
            Self::ProjectBasedLearning => {
                ["projectwerk", "apprentissage par projet", "Projektarbeit", "project-based learning"]
            }
            Self::Research => ["onderzoek", "recherche", "Forschen", "research"],
            Self::Other => ["een andere werkvorm", "une autre méthode", "eine andere Methode", "another method"],
        }
    }
}

impl Said for LinkKind {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Twinspace => ["TwinSpace"; 4],
            Self::WorkPlan => ["werkplan", "plan de travail", "Arbeitsplan", "work plan"],
            Self::MeetingNotes => {
                ["verslag van een overleg", "compte rendu de réunion", "Protokoll eines Treffens", "notes of a meeting"]
            }
            Self::FinalProduct => ["eindproduct", "produit final", "Endprodukt", "final product"],
            Self::PupilGuide => [
                "gids voor leerlingen",
                "guide pour les élèves",
                "Leitfaden für Schülerinnen und Schüler",
                "guide for pupils",
            ],
            Self::Other => ["andere", "autre", "Sonstiges", "other"],
        }
    }
}

/// With the article: what an office is called.
impl Said for Community {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Vl => [
                "de Vlaamse Gemeenschap",
                "la Communauté flamande",
                "die Flämische Gemeinschaft",
                "the Flemish Community",
            ],
            Self::Fwb => [
                "de Franse Gemeenschap",
                "la Communauté française",
                "die Französische Gemeinschaft",
                "the French Community",
            ],
            Self::Dg => [
                "de Duitstalige Gemeenschap",
                "la Communauté germanophone",
                "die Deutschsprachige Gemeinschaft",
                "the German-speaking Community",
            ],
            Self::Foreign => ["het buitenland", "l'étranger", "das Ausland", "abroad"],
        }
    }
}

/// With the article: what a label is called.
impl Said for Track {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Nql => [
                "het nationale kwaliteitslabel",
                "le label de qualité national",
                "das nationale Qualitätssiegel",
                "the national quality label",
            ],
            Self::Belgica => ["het label Belgica", "le label Belgica", "das Siegel Belgica", "the Belgica label"],
        }
    }
}

/// What a campaign is.
impl Said for CampaignStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Draft => {
                ["nog in voorbereiding", "encore en préparation", "noch in Vorbereitung", "still being prepared"]
            }
            Self::Open => ["open", "ouverte", "offen", "open"],
            Self::Closed => ["afgesloten", "clôturée", "geschlossen", "closed"],
            Self::Evaluation => ["bij de jury", "en évaluation", "in der Bewertung", "in evaluation"],
            Self::Deliberation => ["in deliberatie", "en délibération", "in der Beratung", "in deliberation"],
            Self::Published => ["bekendgemaakt", "publiée", "veröffentlicht", "published"],
            Self::Archived => ["gearchiveerd", "archivée", "archiviert", "archived"],
        }
    }
}

/// What a day of the timeline is called.
impl Said for MilestoneKind {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::RegistrationOpens => [
                "eerste dag van stap 1",
                "premier jour de l'étape 1",
                "erster Tag von Schritt 1",
                "first day of step 1",
            ],
            Self::RegistrationCloses => [
                "laatste dag van stap 1",
                "dernier jour de l'étape 1",
                "letzter Tag von Schritt 1",
                "last day of step 1",
            ],
            Self::SubmissionCloses => [
                "laatste dag van stap 2",
                "dernier jour de l'étape 2",
                "letzter Tag von Schritt 2",
                "last day of step 2",
            ],
            Self::JuryWork => [
                "begin van het werk van de jury",
                "début du travail du jury",
                "Beginn der Arbeit der Jury",
                "start of the jury's work",
            ],
            Self::Results => [
                "bekendmaking van de resultaten",
                "publication des résultats",
                "Veröffentlichung der Ergebnisse",
                "release of the results",
            ],
            Self::Event => {
                ["uitreiking van de labels", "remise des labels", "Verleihung der Siegel", "handing out of the labels"]
            }
            Self::EqlInfo => [
                "nieuws over het Europese label",
                "informations sur le label européen",
                "Neues zum europäischen Siegel",
                "news about the European label",
            ],
        }
    }
}

/// What a registration is.
impl Said for RegistrationStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::NeedsReview => [
                "nog niet nagekeken door het eTwinningteam",
                "en cours de vérification par l'équipe eTwinning",
                "in Prüfung beim eTwinning-Team",
                "being looked at by the eTwinning team",
            ],
            Self::Confirmed => ["bevestigd", "confirmée", "bestätigt", "confirmed"],
            Self::Ineligible => ["geweigerd", "refusée", "abgelehnt", "refused"],
            Self::Withdrawn => ["ingetrokken", "retirée", "zurückgezogen", "taken back"],
        }
    }
}

/// What an application is, all in all.
impl Said for ApplicationStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Draft => ["nog een concept", "encore un brouillon", "noch ein Entwurf", "still a draft"],
            Self::Complete => ["ingediend", "introduite", "eingereicht", "handed in"],
            Self::Withdrawn => ["ingetrokken", "retirée", "zurückgezogen", "taken back"],
            Self::Lapsed => [
                "vervallen: ze werd niet op tijd ingediend",
                "expirée : elle n'a pas été introduite à temps",
                "verfallen: Er wurde nicht rechtzeitig eingereicht",
                "lapsed: it was not handed in on time",
            ],
            Self::CarriedOver => [
                "meegenomen naar een volgende campagne",
                "reprise dans une édition suivante",
                "in eine spätere Runde übernommen",
                "taken along to a later campaign",
            ],
            Self::Admissible => ["ontvankelijk", "recevable", "zulässig", "admissible"],
            Self::Inadmissible => ["onontvankelijk", "irrecevable", "unzulässig", "inadmissible"],
            Self::InEvaluation => ["bij de jury", "auprès du jury", "bei der Jury", "with the jury"],
            Self::Evaluated => ["beoordeeld", "évaluée", "bewertet", "evaluated"],
            Self::Decided => ["beslist", "décidée", "entschieden", "decided"],
            Self::Published => [
                "afgerond: het resultaat is bekend",
                "terminée : le résultat est connu",
                "abgeschlossen: Das Ergebnis ist bekannt",
                "finished: its result is out",
            ],
        }
    }
}

/// With the article: what a text of an application is called.
impl Said for DraftField {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Summary => ["de samenvatting", "le résumé", "die Zusammenfassung", "the summary"],
            Self::Text => ["het antwoord", "la réponse", "die Antwort", "the answer"],
            Self::OwnTeacher => {
                ["je eigen inbreng", "votre propre contribution", "Ihr eigener Beitrag", "your own part"]
            }
            Self::OwnPupils => [
                "de inbreng van je leerlingen",
                "la contribution de vos élèves",
                "der Beitrag Ihrer Klasse",
                "the part of your pupils",
            ],
            Self::Example => ["het voorbeeld", "l'exemple", "das Beispiel", "the example"],
        }
    }
}

/// What a teacher does about a condition that does not hold. What was answered at step 1 stands, until staff decide otherwise.
impl Said for EligibilityCondition {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::ActivityInSchoolYear => [
                "je zei dat er in dit schooljaar niets gebeurde; klopt dat niet, vraag het eTwinningteam dan om anders te beslissen",
                "vous avez dit que rien n'a été fait cette année scolaire ; si ce n'est pas exact, demandez à l'équipe eTwinning d'en décider autrement",
                "Sie haben gesagt, dass in diesem Schuljahr nichts getan wurde; wenn das nicht stimmt, bitten Sie das eTwinning-Team, anders zu entscheiden",
                "you said that nothing was done in this school year; if something was, ask the eTwinning team to decide so",
            ],
            Self::RegisteredInWindow => [
                "het project werd op ESEP geregistreerd buiten de periode van deze campagne; is de datum fout, vraag het eTwinningteam dan om die te verbeteren, en schrijf het project anders in voor de campagne van die dag",
                "le projet a été enregistré sur ESEP en dehors de la période de cette édition ; si la date est fausse, demandez à l'équipe eTwinning de la corriger, sinon inscrivez le projet à l'édition de ce jour",
                "das Projekt wurde außerhalb des Zeitraums dieser Runde auf ESEP registriert; wenn das Datum falsch ist, bitten Sie das eTwinning-Team, es zu korrigieren, sonst melden Sie das Projekt für die Runde dieses Tages an",
                "the project was registered on ESEP outside of the days of this campaign; if the date is wrong, ask the eTwinning team to correct it, and else register it for the campaign of that day",
            ],
            Self::ResultsVisible => [
                "je zei dat de resultaten niet te zien zijn op de TwinSpace; zijn ze er intussen wel te zien, vraag het eTwinningteam dan om anders te beslissen",
                "vous avez dit que les résultats ne sont pas visibles sur le TwinSpace ; s'ils le sont entre-temps, demandez à l'équipe eTwinning d'en décider autrement",
                "Sie haben gesagt, dass die Ergebnisse auf dem TwinSpace nicht zu sehen sind; wenn sie es inzwischen sind, bitten Sie das eTwinning-Team, anders zu entscheiden",
                "you said that the results cannot be seen on the TwinSpace; when they can be, ask the eTwinning team to decide so",
            ],
            Self::Collaborated => [
                "je zei dat de leerlingen niet samenwerkten met een andere klas; klopt dat niet, vraag het eTwinningteam dan om anders te beslissen",
                "vous avez dit que les élèves n'ont pas collaboré avec une autre classe ; si ce n'est pas exact, demandez à l'équipe eTwinning d'en décider autrement",
                "Sie haben gesagt, dass die Schülerinnen und Schüler nicht mit einer anderen Klasse zusammengearbeitet haben; wenn das nicht stimmt, bitten Sie das eTwinning-Team, anders zu entscheiden",
                "you said that the pupils did not work together with another class; if they did, ask the eTwinning team to decide so",
            ],
            Self::Communicated => [
                "je zei dat de leerlingen niet communiceerden met een andere klas; klopt dat niet, vraag het eTwinningteam dan om anders te beslissen",
                "vous avez dit que les élèves n'ont pas communiqué avec une autre classe ; si ce n'est pas exact, demandez à l'équipe eTwinning d'en décider autrement",
                "Sie haben gesagt, dass die Schülerinnen und Schüler nicht mit einer anderen Klasse kommuniziert haben; wenn das nicht stimmt, bitten Sie das eTwinning-Team, anders zu entscheiden",
                "you said that the pupils did not communicate with another class; if they did, ask the eTwinning team to decide so",
            ],
            Self::EndedByDeadline => [
                "zeg wanneer het project eindigde: dat moet ten laatste op de laatste dag van stap 2 zijn; eindigt het later, schrijf het dan in voor de volgende campagne",
                "dites quand le projet s'est terminé : au plus tard le dernier jour de l'étape 2 ; s'il se termine plus tard, inscrivez-le à la prochaine édition",
                "sagen Sie, wann das Projekt geendet hat: spätestens am letzten Tag von Schritt 2; wenn es später endet, melden Sie es für die nächste Runde an",
                "say when the project ended, on the last day of step 2 at the latest; if it ends later, register it for the next campaign",
            ],
        }
    }
}

/// What ties a juror to an application.
impl Said for Tie {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::OwnApplication => [
                "de aanvraag is van het jurylid zelf",
                "la candidature est celle du membre du jury",
                "der Antrag ist vom Jurymitglied selbst",
                "the application is the juror's own",
            ],
            Self::SameSchool => [
                "het jurylid werkt of werkte in een school van het project",
                "le membre du jury travaille ou a travaillé dans une école du projet",
                "das Jurymitglied arbeitet oder arbeitete an einer Schule des Projekts",
                "the juror works or worked at a school of the project",
            ],
            Self::SameProject => [
                "het jurylid neemt deel aan het project",
                "le membre du jury participe au projet",
                "das Jurymitglied nimmt am Projekt teil",
                "the juror takes part in the project",
            ],
            Self::HardConflict => [
                "er is een belangenconflict genoteerd",
                "un conflit d'intérêts est noté",
                "ein Interessenkonflikt ist vermerkt",
                "a conflict of interest is recorded",
            ],
            Self::SharedProject => [
                "het jurylid en de aanvrager namen samen deel aan een ander project",
                "le membre du jury et le candidat ont participé ensemble à un autre projet",
                "das Jurymitglied und die antragstellende Lehrkraft haben zusammen an einem anderen Projekt teilgenommen",
                "the juror and the applicant took part in another project together",
            ],
            Self::SameBoard => [
                "een school van het jurylid heeft hetzelfde bestuur als de school van de aanvraag",
                "une école du membre du jury a le même pouvoir organisateur que l'école de la candidature",
                "eine Schule des Jurymitglieds hat denselben Träger wie die Schule des Antrags",
                "a school of the juror has the same board as the school of the application",
            ],
            Self::SoftConflict => [
                "er is een mogelijk belangenconflict genoteerd",
                "un conflit d'intérêts possible est noté",
                "ein möglicher Interessenkonflikt ist vermerkt",
                "a possible conflict of interest is recorded",
            ],
            Self::DeclinedBefore => [
                "het jurylid zei eerder nee",
                "le membre du jury a déjà refusé",
                "das Jurymitglied hat schon abgelehnt",
                "the juror said no before",
            ],
        }
    }
}

/// What an assignment of a juror is.
impl Said for AssignmentStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Invited => [
                "gevraagd aan het jurylid",
                "demandée au membre du jury",
                "beim Jurymitglied angefragt",
                "asked of the juror",
            ],
            Self::Accepted => ["aanvaard", "acceptée", "angenommen", "accepted"],
            Self::InProgress => ["bezig", "en cours", "in Arbeit", "in progress"],
            Self::Submitted => ["ingediend", "introduite", "eingereicht", "handed in"],
            Self::Declined => ["geweigerd", "refusée", "abgelehnt", "declined"],
            Self::Recused => [
                "beëindigd door een belangenconflict",
                "terminée à cause d'un conflit d'intérêts",
                "durch einen Interessenkonflikt beendet",
                "ended by a conflict of interest",
            ],
            Self::Revoked => ["ingetrokken", "retirée", "widerrufen", "revoked"],
        }
    }
}

/// What a plan of who judges what is.
impl Said for AssignmentPlanStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Queued => ["nog niet begonnen", "pas encore commencé", "noch nicht begonnen", "not begun yet"],
            Self::Running => {
                ["nog niet uitgerekend", "encore en cours de calcul", "noch in Berechnung", "still being worked out"]
            }
            Self::Ready => ["klaar", "prêt", "fertig", "ready"],
            Self::Impossible => ["onmogelijk", "impossible", "unmöglich", "impossible"],
            Self::Failed => ["mislukt", "en échec", "fehlgeschlagen", "failed"],
            Self::Cancelled => ["geannuleerd", "annulé", "abgebrochen", "cancelled"],
            Self::Committed => ["al uitgevoerd", "déjà exécuté", "schon ausgeführt", "carried out already"],
        }
    }
}

/// What something is that the system does by itself.
impl Said for JobStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Waiting => ["nog niet gedaan", "pas encore fait", "noch nicht erledigt", "not done yet"],
            Self::Done => ["gedaan", "fait", "erledigt", "done"],
            Self::Failed => ["mislukt", "en échec", "fehlgeschlagen", "failed"],
            Self::Cancelled => ["niet meer nodig", "plus nécessaire", "nicht mehr nötig", "not needed any more"],
        }
    }
}

/// What an evaluation is.
impl Said for EvaluationStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Draft => ["nog een concept", "encore un brouillon", "noch ein Entwurf", "still a draft"],
            Self::Submitted => ["ingediend", "introduite", "eingereicht", "handed in"],
            Self::Locked => ["vergrendeld", "verrouillée", "gesperrt", "locked"],
            Self::Reopened => [
                "teruggegeven aan het jurylid",
                "rendue au membre du jury",
                "an das Jurymitglied zurückgegeben",
                "given back to the juror",
            ],
            Self::Void => ["ongeldig", "nulle", "ungültig", "void"],
        }
    }
}

/// What a correction is.
impl Said for CorrectionStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Proposed => ["voorgesteld", "proposée", "vorgeschlagen", "proposed"],
            Self::Confirmed => ["bevestigd", "confirmée", "bestätigt", "confirmed"],
            Self::TakenBack => ["ingetrokken", "reprise", "zurückgenommen", "taken back"],
        }
    }
}

/// What a request to look at a result again is.
impl Said for ReconsiderationStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Submitted => ["ingediend", "introduite", "eingereicht", "submitted"],
            Self::Withdrawn => ["ingetrokken", "retirée", "zurückgezogen", "taken back"],
            Self::Inadmissible => ["niet ontvankelijk", "irrecevable", "unzulässig", "inadmissible"],
            Self::Admitted => ["in behandeling", "en cours d'examen", "in Bearbeitung", "being looked into"],
            Self::Granted => ["ingewilligd", "acceptée", "bewilligt", "granted"],
            Self::Upheld => [
                "beantwoord: het resultaat blijft",
                "traitée : le résultat reste",
                "beantwortet: Das Ergebnis bleibt",
                "answered: the result stays",
            ],
            Self::Revised => [
                "beantwoord: het resultaat is rechtgezet",
                "traitée : le résultat est rectifié",
                "beantwortet: Das Ergebnis ist berichtigt",
                "answered: the result was set right",
            ],
        }
    }
}

/// What a decision is.
impl Said for DecisionStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Proposed => ["voorgesteld", "proposée", "vorgeschlagen", "proposed"],
            Self::Adjusted => ["aangepast", "adaptée", "angepasst", "adjusted"],
            Self::Ratified => ["bevestigd", "confirmée", "bestätigt", "confirmed"],
            Self::Published => ["bekendgemaakt", "publiée", "veröffentlicht", "published"],
        }
    }
}

/// What a release of results is.
impl Said for PublicationBatchStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Prepared => ["voorbereid", "préparée", "vorbereitet", "prepared"],
            Self::Approved => ["goedgekeurd", "approuvée", "genehmigt", "approved"],
            Self::Emailed => ["verstuurd", "envoyée", "versandt", "sent"],
            Self::EsepDone => {
                ["klaar, ook op ESEP", "terminée, aussi sur ESEP", "abgeschlossen, auch auf ESEP", "done, on ESEP too"]
            }
        }
    }
}

/// What a prize that is given is.
impl Said for PrizeAwardStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Proposed => ["voorgesteld", "proposé", "vorgeschlagen", "proposed"],
            Self::Ratified => ["bevestigd", "confirmé", "bestätigt", "confirmed"],
            Self::Announced => ["aangekondigd", "annoncé", "bekannt gegeben", "announced"],
            Self::Accepted => ["aanvaard", "accepté", "angenommen", "accepted"],
            Self::Declined => ["geweigerd", "refusé", "abgelehnt", "declined"],
            Self::Forfeited => ["vervallen", "annulé", "hinfällig", "forfeited"],
            Self::TakenBack => ["ingetrokken", "retiré", "zurückgenommen", "taken back"],
            Self::VisitPlanned => [
                "gepland voor een bezoek",
                "prévu pour une visite",
                "für einen Besuch eingeplant",
                "planned for a visit",
            ],
            Self::HandedOver => ["overhandigd", "remis", "überreicht", "handed over"],
            Self::FollowedUp => ["opgevolgd", "suivi", "nachverfolgt", "followed up"],
            Self::Closed => ["afgesloten", "clôturé", "abgeschlossen", "closed"],
        }
    }
}

/// What a photo is.
impl Said for PhotoStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Added => ["toegevoegd", "ajoutée", "hinzugefügt", "added"],
            Self::Consented => ["met toestemming", "avec accord", "mit Zustimmung", "with consent"],
            Self::Approved => ["goedgekeurd", "approuvée", "genehmigt", "approved"],
        }
    }
}

/// What a mail is.
impl Said for MessageStatus {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Pending => ["nog onderweg", "encore en attente", "noch unterwegs", "still on its way"],
            Self::Sent => ["verstuurd", "envoyé", "gesendet", "sent"],
            Self::Failed => ["opgegeven", "abandonné", "aufgegeben", "given up"],
            Self::Cancelled => ["geannuleerd", "annulé", "abgebrochen", "cancelled"],
        }
    }
}

/// What is kept for some time.
impl Said for RetentionKind {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Draft => [
                "concepten waarover niets beslist is",
                "brouillons sans décision",
                "Entwürfe ohne Entscheidung",
                "drafts on which nothing was decided",
            ],
            Self::ApplicationTexts => [
                "teksten van aanvragen en van de jury",
                "textes des candidatures et du jury",
                "Texte der Anträge und der Jury",
                "texts of applications and of the jury",
            ],
            Self::JurorLink => ["wie wat beoordeelde", "qui a évalué quoi", "wer was bewertet hat", "who judged what"],
            Self::Message => ["mails", "e-mails", "E-Mails", "mails"],
            Self::Photo => ["foto's", "photos", "Fotos", "photos"],
        }
    }
}

/// What a column of the registration form holds.
impl Said for ImportColumn {
    #[expect(clippy::too_many_lines, reason = "one place for each word")]
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::FormsId => {
                ["nummer van het antwoord", "numéro de la réponse", "Nummer der Antwort", "number of the answer"]
            }
            Self::CompletedAt => {
                ["tijdstip van verzending", "moment de l'envoi", "Zeitpunkt des Absendens", "time of sending"]
            }
            Self::Email => [
                "mailadres van de leerkracht",
                "adresse e-mail de l'enseignant",
                "E-Mail-Adresse der Lehrkraft",
                "e-mail address of the teacher",
            ],
            Self::Name => {
                ["naam van de leerkracht", "nom de l'enseignant", "Name der Lehrkraft", "name of the teacher"]
            }
            Self::School => ["naam van de school", "nom de l'école", "Name der Schule", "name of the school"],
            Self::SchoolNumber => {
                ["nummer van de school", "numéro de l'école", "Nummer der Schule", "number of the school"]
            }
            Self::City => ["gemeente van de school", "localité de l'école", "Ort der Schule", "town of the school"],
            Self::Community => [
                "gemeenschap van de school",
                "communauté de l'école",
                "Gemeinschaft der Schule",
                "community of the school",
            ],
            Self::Title => ["titel van het project", "titre du projet", "Titel des Projekts", "title of the project"],
            Self::EsepUrl => [
                "adres van het project op ESEP",
                "adresse du projet sur ESEP",
                "Adresse des Projekts auf ESEP",
                "address of the project on ESEP",
            ],
            Self::RegisteredOn => [
                "dag van registratie op ESEP",
                "jour d'enregistrement sur ESEP",
                "Tag der Registrierung auf ESEP",
                "day of registration on ESEP",
            ],
            Self::StartedOn => [
                "eerste dag van het project",
                "premier jour du projet",
                "erster Tag des Projekts",
                "first day of the project",
            ],
            Self::EndedOn => [
                "laatste dag van het project",
                "dernier jour du projet",
                "letzter Tag des Projekts",
                "last day of the project",
            ],
            Self::Status => [
                "of het project nog loopt",
                "si le projet est encore en cours",
                "ob das Projekt noch läuft",
                "whether the project still runs",
            ],
            Self::Partners => [
                "andere scholen die het project startten",
                "autres écoles qui ont lancé le projet",
                "andere gründende Schulen",
                "other schools that started the project",
            ],
            Self::Activity => [
                "activiteiten in het schooljaar",
                "activités pendant l'année scolaire",
                "Aktivitäten im Schuljahr",
                "activities in the school year",
            ],
            Self::InWindow => [
                "op tijd geregistreerd op ESEP",
                "enregistré à temps sur ESEP",
                "rechtzeitig auf ESEP registriert",
                "registered in time on ESEP",
            ],
            Self::Results => [
                "resultaten zichtbaar op de TwinSpace",
                "résultats visibles sur le TwinSpace",
                "Ergebnisse auf dem TwinSpace sichtbar",
                "results can be seen on the TwinSpace",
            ],
            Self::Together => [
                "samenwerking met een andere klas",
                "collaboration avec une autre classe",
                "Zusammenarbeit mit einer anderen Klasse",
                "work together with another class",
            ],
            Self::Ended => [
                "afgelopen voor de laatste dag van stap 2",
                "terminé avant le dernier jour de l'étape 2",
                "vor dem letzten Tag von Schritt 2 beendet",
                "ended before the last day of step 2",
            ],
            Self::Track => [
                "label volgens de leerkracht",
                "label selon l'enseignant",
                "Siegel laut Lehrkraft",
                "label, as the teacher says",
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{kinds::Kind, language::Language};

    fn walk<K: Kind + Said + Copy>() {
        for at in 0..4 {
            let said: BTreeSet<&str> = K::VALUES.iter().map(|(kind, ..)| kind.in_all()[at]).collect();
            assert_eq!(said.len(), K::VALUES.len(), "each has a word of its own");
            for (kind, ..) in K::VALUES {
                let word = kind.said(Language::ALL[at]);
                assert!(!word.trim().is_empty() && word != kind.word() && !word.contains('_'), "{word}");
            }
        }
    }

    #[test]
    fn every_word_is_said_in_every_language() {
        walk::<Subject>();
        walk::<Method>();
        walk::<LinkKind>();
        walk::<Community>();
        walk::<Track>();
        walk::<CampaignStatus>();
        walk::<MilestoneKind>();
        walk::<RegistrationStatus>();
        walk::<ApplicationStatus>();
        walk::<DraftField>();
        walk::<EligibilityCondition>();
        walk::<Tie>();
        walk::<AssignmentStatus>();
        walk::<AssignmentPlanStatus>();
        walk::<JobStatus>();
        walk::<EvaluationStatus>();
        walk::<CorrectionStatus>();
        walk::<ReconsiderationStatus>();
        walk::<DecisionStatus>();
        walk::<PublicationBatchStatus>();
        walk::<PrizeAwardStatus>();
        walk::<PhotoStatus>();
        walk::<MessageStatus>();
        walk::<RetentionKind>();
        walk::<ImportColumn>();
    }
}
