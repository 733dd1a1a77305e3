//! What a refusal says, in the languages that people are spoken to in. The English of each stands where the refusal is
//! declared; a test holds the two against each other.

/// Sentences in English, Dutch, French and German; `{limit}` stands for the fact of that name.
pub static SENTENCES: &[[&str; 4]] = &[
    // ---- Anything: versions, reasons, who may act ----
    [
        "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds",
        "dit is gewijzigd sinds je het las, misschien in een ander venster; het is nu versie {current_version}: lees het opnieuw en herhaal de wijzigingen die nog kloppen",
        "ceci a changé depuis que vous l'avez lu, peut-être dans une autre fenêtre ; c'est maintenant la version {current_version} : relisez et refaites les modifications encore valables",
        "dies wurde geändert, seit Sie es gelesen haben, vielleicht in einem anderen Fenster; es ist jetzt Fassung {current_version}: Lesen Sie es neu und wiederholen Sie die Änderungen, die noch stimmen",
    ],
    ["give a reason", "geef een reden", "donnez une raison", "geben Sie einen Grund an"],
    [
        "name at least one, and at most {limit}",
        "noem er minstens één, en hoogstens {limit}",
        "citez-en au moins un, et au plus {limit}",
        "nennen Sie mindestens eines, und höchstens {limit}",
    ],
    [
        "this is named twice, and counts once",
        "dit staat er twee keer, en telt één keer",
        "ceci figure deux fois, et compte une fois",
        "dies steht zweimal da, und zählt einmal",
    ],
    [
        "there is nothing with this id that you may see",
        "er is niets met dit id dat je mag zien",
        "il n'y a rien avec cet identifiant que vous puissiez voir",
        "es gibt nichts mit dieser ID, das Sie sehen dürfen",
    ],
    [
        "you may see this, and not do this to it: it is for somebody else",
        "je mag dit zien, maar dit niet doen: het is voor iemand anders",
        "vous pouvez voir ceci, mais pas faire cela : c'est à quelqu'un d'autre de le faire",
        "Sie dürfen dies sehen, aber dies nicht tun: Es ist Sache von jemand anderem",
    ],
    [
        "somebody else must do this",
        "iemand anders moet dit doen",
        "quelqu'un d'autre doit le faire",
        "jemand anderes muss dies tun",
    ],
    [
        "{stake}: somebody else must do this",
        "{stake}: iemand anders moet dit doen",
        "{stake} : quelqu'un d'autre doit le faire",
        "{stake}: Jemand anderes muss dies tun",
    ],
    [
        "{stake}: somebody else must act on {application_id}",
        "{stake}: iemand anders moet aanvraag {application_id} behandelen",
        "{stake} : quelqu'un d'autre doit traiter la candidature {application_id}",
        "{stake}: Jemand anderes muss den Antrag {application_id} bearbeiten",
    ],
    [
        "{stake}: somebody else must decide who judges {application_id}",
        "{stake}: iemand anders moet beslissen wie aanvraag {application_id} beoordeelt",
        "{stake} : quelqu'un d'autre doit décider qui évalue la candidature {application_id}",
        "{stake}: Jemand anderes muss entscheiden, wer den Antrag {application_id} bewertet",
    ],
    [
        "{stake}: do this as its teacher, or let somebody else do it",
        "{stake}: doe dit als leerkracht van de aanvraag, of laat het iemand anders doen",
        "{stake} : faites-le en tant qu'enseignant de cette candidature, ou laissez quelqu'un d'autre le faire",
        "{stake}: Tun Sie dies als Lehrkraft des Antrags, oder lassen Sie es jemand anderes tun",
    ],
    [
        "nothing would change: it is so already",
        "dit verandert niets: het is al zo",
        "cela ne change rien : c'est déjà le cas",
        "dies ändert nichts: Es ist schon so",
    ],
    // ---- Names and texts ----
    ["give a name", "geef een naam", "donnez un nom", "geben Sie einen Namen an"],
    [
        "give a name of at most 200 characters",
        "geef een naam van hoogstens 200 tekens",
        "donnez un nom de 200 caractères au plus",
        "geben Sie einen Namen mit höchstens 200 Zeichen an",
    ],
    [
        "a name has at most 200 characters",
        "een naam heeft hoogstens 200 tekens",
        "un nom compte 200 caractères au plus",
        "ein Name hat höchstens 200 Zeichen",
    ],
    ["the name {why}", "de naam {why}", "le nom {why}", "der Name {why}"],
    ["the name {name} {why}", "de naam {name} {why}", "le nom {name} {why}", "der Name {name} {why}"],
    ["give a title", "geef een titel", "donnez un titre", "geben Sie einen Titel an"],
    ["the title {why}", "de titel {why}", "le titre {why}", "der Titel {why}"],
    ["{text} {why}", "{text} {why}", "{text} {why}", "{text} {why}"],
    [
        "{text} has more than 200 characters",
        "{text} heeft meer dan 200 tekens",
        "{text} a plus de 200 caractères",
        "{text} hat mehr als 200 Zeichen",
    ],
    [
        "{text} has more than {limit} characters",
        "{text} heeft meer dan {limit} tekens",
        "{text} a plus de {limit} caractères",
        "{text} hat mehr als {limit} Zeichen",
    ],
    [
        "{text} has more than 10,000 characters",
        "{text} heeft meer dan 10.000 tekens",
        "{text} a plus de 10.000 caractères",
        "{text} hat mehr als 10.000 Zeichen",
    ],
    [
        "a text has at most 10,000 characters",
        "een tekst heeft hoogstens 10.000 tekens",
        "un texte compte 10.000 caractères au plus",
        "ein Text hat höchstens 10.000 Zeichen",
    ],
    ["give an address for mail", "geef een mailadres", "donnez une adresse e-mail", "geben Sie eine E-Mail-Adresse an"],
    [
        "this is not an e-mail address",
        "dit is geen mailadres",
        "ceci n'est pas une adresse e-mail",
        "dies ist keine E-Mail-Adresse",
    ],
    [
        "give the address of a web page, http or https",
        "geef het adres van een webpagina, http of https",
        "donnez l'adresse d'une page web, http ou https",
        "geben Sie die Adresse einer Webseite an, http oder https",
    ],
    [
        "give an http or https address that everybody can reach, without user or password",
        "geef een http- of https-adres dat iedereen kan openen, zonder gebruikersnaam of wachtwoord",
        "donnez une adresse http ou https que tout le monde peut ouvrir, sans nom d'utilisateur ni mot de passe",
        "geben Sie eine http- oder https-Adresse an, die alle öffnen können, ohne Benutzername oder Passwort",
    ],
    [
        "give an https address that everybody can reach",
        "geef een https-adres dat iedereen kan openen",
        "donnez une adresse https que tout le monde peut ouvrir",
        "geben Sie eine https-Adresse an, die alle öffnen können",
    ],
    [
        "choose Dutch, French, German or English: nl, fr, de or en",
        "kies Nederlands, Frans, Duits of Engels: nl, fr, de of en",
        "choisissez le néerlandais, le français, l'allemand ou l'anglais : nl, fr, de ou en",
        "wählen Sie Niederländisch, Französisch, Deutsch oder Englisch: nl, fr, de oder en",
    ],
    // ---- Users and roles ----
    [
        "there is already a user with this address",
        "er is al een gebruiker met dit mailadres",
        "il y a déjà un utilisateur avec cette adresse",
        "es gibt schon einen Benutzer mit dieser Adresse",
    ],
    [
        "give at least one role",
        "geef minstens één rol",
        "donnez au moins un rôle",
        "geben Sie mindestens eine Rolle an",
    ],
    [
        "give at least one role, or lock the user",
        "geef minstens één rol, of blokkeer de gebruiker",
        "donnez au moins un rôle, ou bloquez l'utilisateur",
        "geben Sie mindestens eine Rolle an, oder sperren Sie den Benutzer",
    ],
    [
        "a program has no other role: give it that role alone",
        "een programma heeft geen andere rol: geef het alleen die rol",
        "un programme n'a pas d'autre rôle : donnez-lui uniquement ce rôle",
        "ein Programm hat keine andere Rolle: Geben Sie ihm nur diese Rolle",
    ],
    [
        "staff work for one of the Belgian communities, others for none",
        "medewerkers werken voor een van de Belgische gemeenschappen, andere gebruikers voor geen enkele",
        "les membres de l'équipe eTwinning travaillent pour une des communautés belges, les autres utilisateurs pour aucune",
        "Mitglieder des eTwinning-Teams arbeiten für eine der belgischen Gemeinschaften, andere Benutzer für keine",
    ],
    [
        "this user is locked already",
        "deze gebruiker is al geblokkeerd",
        "cet utilisateur est déjà bloqué",
        "dieser Benutzer ist schon gesperrt",
    ],
    [
        "this user is not locked",
        "deze gebruiker is niet geblokkeerd",
        "cet utilisateur n'est pas bloqué",
        "dieser Benutzer ist nicht gesperrt",
    ],
    [
        "this person's data were erased",
        "de gegevens van deze persoon zijn gewist",
        "les données de cette personne ont été effacées",
        "die Daten dieser Person wurden gelöscht",
    ],
    [
        "this person is in a jury of a campaign that is not over: staff must take the person out of the jury first",
        "deze persoon zit in de jury van een campagne die nog loopt: een medewerker moet de persoon er eerst uit halen",
        "cette personne fait partie du jury d'une édition en cours : l'équipe eTwinning doit d'abord l'en retirer",
        "diese Person ist in der Jury einer Runde, die noch läuft: Das eTwinning-Team muss sie zuerst aus der Jury nehmen",
    ],
    [
        "staff invite jurors: nobody else can give this role",
        "alleen medewerkers geven deze rol: zij nodigen de juryleden uit",
        "seule l'équipe eTwinning donne ce rôle : c'est elle qui invite les membres du jury",
        "nur das eTwinning-Team vergibt diese Rolle: Es lädt die Jurymitglieder ein",
    ],
    [
        "this invitation is over; the eTwinning team can invite you again",
        "deze uitnodiging is niet meer geldig; het eTwinningteam kan je opnieuw uitnodigen",
        "cette invitation n'est plus valable ; l'équipe eTwinning peut vous inviter à nouveau",
        "diese Einladung gilt nicht mehr; das eTwinning-Team kann Sie erneut einladen",
    ],
    // ---- Signing in ----
    [
        "the address and the password do not belong together",
        "mailadres en wachtwoord horen niet bij elkaar",
        "l'adresse et le mot de passe ne correspondent pas",
        "die Adresse und das Passwort gehören nicht zusammen",
    ],
    [
        "this link is not valid, or not any more; ask for another",
        "deze link is niet of niet meer geldig; vraag een nieuwe",
        "ce lien n'est pas valable, ou ne l'est plus ; demandez-en un autre",
        "dieser Link ist nicht oder nicht mehr gültig; fordern Sie einen neuen an",
    ],
    [
        "this sign-in is not valid, or not any more, or no user belongs to it; begin again, or ask the eTwinning team",
        "deze aanmelding is niet of niet meer geldig, of er hoort geen gebruiker bij; begin opnieuw of vraag het aan het eTwinningteam",
        "cette connexion n'est pas valable ou ne l'est plus, ou aucun utilisateur n'y correspond ; recommencez, ou adressez-vous à l'équipe eTwinning",
        "diese Anmeldung ist nicht oder nicht mehr gültig, oder es gehört kein Benutzer dazu; beginnen Sie neu, oder fragen Sie das eTwinning-Team",
    ],
    [
        "the service that you sign in with does not answer; try again in a moment",
        "de dienst waarmee je je aanmeldt, antwoordt niet; probeer het over enkele ogenblikken opnieuw",
        "le service avec lequel vous vous connectez ne répond pas ; réessayez dans un instant",
        "der Dienst, mit dem Sie sich anmelden, antwortet nicht; versuchen Sie es gleich noch einmal",
    ],
    [
        "only a person who may sign in can be linked to an account elsewhere",
        "alleen een persoon die zich mag aanmelden, kan aan een account elders gekoppeld worden",
        "seule une personne qui peut se connecter peut être liée à un compte externe",
        "nur eine Person, die sich anmelden darf, kann mit einem externen Konto verbunden werden",
    ],
    [
        "the system does not know this sign-in service",
        "het systeem kent deze aanmelddienst niet",
        "le système ne connaît pas ce service de connexion",
        "das System kennt diesen Anmeldedienst nicht",
    ],
    [
        "the number of the account has 1 to 255 characters",
        "het nummer van het account heeft 1 tot 255 tekens",
        "le numéro du compte a de 1 à 255 caractères",
        "die Nummer des Kontos hat 1 bis 255 Zeichen",
    ],
    [
        "this account is linked to a user already",
        "dit account is al aan een gebruiker gekoppeld",
        "ce compte est déjà lié à un utilisateur",
        "dieses Konto ist schon mit einem Benutzer verbunden",
    ],
    [
        "this user is linked to another account of this sign-in service: unlink that one first",
        "deze gebruiker is al aan een ander account van deze aanmelddienst gekoppeld: maak dat eerst los",
        "cet utilisateur est déjà lié à un autre compte de ce service de connexion : supprimez d'abord ce lien",
        "dieser Benutzer ist schon mit einem anderen Konto dieses Anmeldedienstes verbunden: Lösen Sie zuerst diese Verbindung",
    ],
    [
        "this user is linked to no account of this sign-in service",
        "deze gebruiker is aan geen enkel account van deze aanmelddienst gekoppeld",
        "cet utilisateur n'est lié à aucun compte de ce service de connexion",
        "dieser Benutzer ist mit keinem Konto dieses Anmeldedienstes verbunden",
    ],
    [
        "you are signed out; sign in again",
        "je bent afgemeld; meld je opnieuw aan",
        "vous êtes déconnecté ; reconnectez-vous",
        "Sie sind abgemeldet; melden Sie sich erneut an",
    ],
    ["you are signed out already", "je bent al afgemeld", "vous êtes déjà déconnecté", "Sie sind schon abgemeldet"],
    [
        "this is not your password",
        "dit is niet je wachtwoord",
        "ce n'est pas votre mot de passe",
        "dies ist nicht Ihr Passwort",
    ],
    [
        "a password has 8 to 128 characters",
        "een wachtwoord heeft 8 tot 128 tekens",
        "un mot de passe compte de 8 à 128 caractères",
        "ein Passwort hat 8 bis 128 Zeichen",
    ],
    [
        "this password is easy to guess: make it longer, or use several words",
        "dit wachtwoord is makkelijk te raden: maak het langer of gebruik meerdere woorden",
        "ce mot de passe est facile à deviner : allongez-le ou utilisez plusieurs mots",
        "dieses Passwort ist leicht zu erraten: Machen Sie es länger, oder verwenden Sie mehrere Wörter",
    ],
    // ---- Keys of programs ----
    [
        "only a program that may sign in has a key",
        "alleen een programma dat zich mag aanmelden, krijgt een sleutel",
        "seul un programme qui peut se connecter reçoit une clé",
        "nur ein Programm, das sich anmelden darf, erhält einen Schlüssel",
    ],
    [
        "say what the key is for",
        "zeg waarvoor de sleutel dient",
        "dites à quoi sert la clé",
        "sagen Sie, wozu der Schlüssel dient",
    ],
    [
        "say what the key opens: at least one thing",
        "zeg waartoe de sleutel toegang geeft: minstens tot één ding",
        "dites à quoi la clé donne accès : au moins à une chose",
        "sagen Sie, wozu der Schlüssel Zugang gibt: mindestens zu einem",
    ],
    [
        "a key is valid for at least a day and at most two years",
        "een sleutel is minstens een dag en hoogstens twee jaar geldig",
        "une clé est valable un jour au moins et deux ans au plus",
        "ein Schlüssel gilt mindestens einen Tag und höchstens zwei Jahre",
    ],
    [
        "this key is revoked already",
        "deze sleutel is al ingetrokken",
        "cette clé est déjà révoquée",
        "dieser Schlüssel ist schon widerrufen",
    ],
    [
        "this key is not valid, or not any more",
        "deze sleutel is niet of niet meer geldig",
        "cette clé n'est pas valable, ou ne l'est plus",
        "dieser Schlüssel ist nicht oder nicht mehr gültig",
    ],
    // ---- Campaigns: dates and settings ----
    [
        "write the school year as 2025-2026",
        "schrijf het schooljaar als 2025-2026",
        "écrivez l'année scolaire ainsi : 2025-2026",
        "schreiben Sie das Schuljahr als 2025-2026",
    ],
    [
        "there is already a campaign for this school year",
        "er is al een campagne voor dit schooljaar",
        "il y a déjà une édition pour cette année scolaire",
        "es gibt schon eine Runde für dieses Schuljahr",
    ],
    [
        "step 2 cannot close before step 1",
        "stap 2 kan niet sluiten voor stap 1",
        "l'étape 2 ne peut pas être clôturée avant l'étape 1",
        "Schritt 2 kann nicht vor Schritt 1 schließen",
    ],
    [
        "the period for ESEP ends before it starts",
        "de periode voor ESEP eindigt voordat ze begint",
        "la période pour ESEP se termine avant de commencer",
        "der Zeitraum für ESEP endet, bevor er beginnt",
    ],
    [
        "the order is: the deadline of step 2, the last day of the jury, the results",
        "de volgorde is: de laatste dag van stap 2, de laatste dag van de jury, de resultaten",
        "l'ordre est : le dernier jour de l'étape 2, le dernier jour du jury, les résultats",
        "die Reihenfolge ist: der letzte Tag von Schritt 2, der letzte Tag der Jury, die Ergebnisse",
    ],
    [
        "the jury and the results come after the deadline of step 2: move those first",
        "de jury en de resultaten komen na de laatste dag van stap 2: verplaats die eerst",
        "le jury et les résultats viennent après le dernier jour de l'étape 2 : déplacez-les d'abord",
        "die Jury und die Ergebnisse kommen nach dem letzten Tag von Schritt 2: Verschieben Sie diese zuerst",
    ],
    [
        "{named}: this number cannot be",
        "{named}: dit getal kan niet",
        "{named} : ce nombre n'est pas possible",
        "{named}: Diese Zahl ist nicht möglich",
    ],
    [
        "the timeline has one day for each: {kind} is there twice",
        "de tijdlijn heeft één dag per mijlpaal: {kind} staat er twee keer in",
        "le calendrier compte un jour par jalon : {kind} y figure deux fois",
        "die Zeitleiste hat einen Tag pro Meilenstein: {kind} steht zweimal darin",
    ],
    [
        "{kind}: write what the public reads, at most 500 characters",
        "{kind}: schrijf wat het publiek te lezen krijgt, hoogstens 500 tekens",
        "{kind} : écrivez ce que le public lira, 500 caractères au plus",
        "{kind}: Schreiben Sie, was die Öffentlichkeit lesen wird, höchstens 500 Zeichen",
    ],
    [
        "{kind}: give the day on which this step closes",
        "{kind}: geef de dag waarop deze stap sluit",
        "{kind} : donnez le jour où cette étape est clôturée",
        "{kind}: Geben Sie den Tag an, an dem dieser Schritt schließt",
    ],
    [
        "choose Dutch, French or German for {community}: nl, fr or de",
        "kies Nederlands, Frans of Duits voor {community}: nl, fr of de",
        "choisissez le néerlandais, le français ou l'allemand pour {community} : nl, fr ou de",
        "wählen Sie Niederländisch, Französisch oder Deutsch für {community}: nl, fr oder de",
    ],
    [
        "a deadline has not passed yet: close the campaign when both deadlines have passed",
        "stap 1 of stap 2 loopt nog: sluit de campagne af als beide laatste dagen voorbij zijn",
        "l'étape 1 ou l'étape 2 est encore en cours : clôturez l'édition quand leur dernier jour est passé",
        "Schritt 1 oder Schritt 2 läuft noch: Schließen Sie die Runde, wenn beide letzten Tage vorbei sind",
    ],
    [
        "a deadline can be moved only while the campaign is open",
        "een laatste dag kan alleen verplaatst worden zolang de campagne open is",
        "un dernier jour ne peut être déplacé que tant que l'édition est ouverte",
        "ein letzter Tag kann nur verschoben werden, solange die Runde offen ist",
    ],
    [
        "a deadline can be moved only to a later day",
        "een laatste dag kan alleen naar een latere dag verplaatst worden",
        "un dernier jour ne peut être déplacé que vers un jour ultérieur",
        "ein letzter Tag kann nur auf einen späteren Tag verschoben werden",
    ],
    [
        "the campaign has opened: its rules cannot change any more",
        "de campagne is geopend: de regels liggen nu vast",
        "l'édition a été ouverte : ses règles ne peuvent plus changer",
        "die Runde wurde eröffnet: Die Regeln stehen nun fest",
    ],
    [
        "give every condition once",
        "geef elke voorwaarde één keer",
        "donnez chaque condition une seule fois",
        "geben Sie jede Bedingung einmal an",
    ],
    // ---- Campaigns: where one stands ----
    [
        "the campaign is {campaign_status}",
        "de campagne is {campaign_status}",
        "l'édition est {campaign_status}",
        "die Runde ist {campaign_status}",
    ],
    [
        "the campaign of {application_id} is {campaign_status}",
        "de campagne van aanvraag {application_id} is {campaign_status}",
        "l'édition de la candidature {application_id} est {campaign_status}",
        "die Runde des Antrags {application_id} ist {campaign_status}",
    ],
    [
        "the campaign is {campaign_status}: this can be done only while it is open",
        "de campagne is {campaign_status}: dit kan alleen zolang ze open is",
        "l'édition est {campaign_status} : cela n'est possible que tant qu'elle est ouverte",
        "die Runde ist {campaign_status}: Dies geht nur, solange sie offen ist",
    ],
    [
        "the campaign is {campaign_status}: you can hand in while it is open, or go on in the next campaign",
        "de campagne is {campaign_status}: je kunt indienen zolang ze open is, of verdergaan in de volgende campagne",
        "l'édition est {campaign_status} : vous pouvez introduire votre candidature tant qu'elle est ouverte, ou continuer dans la prochaine édition",
        "die Runde ist {campaign_status}: Sie können einreichen, solange sie offen ist, oder in der nächsten Runde weitermachen",
    ],
    [
        "the campaign is not open",
        "de campagne is niet open",
        "l'édition n'est pas ouverte",
        "die Runde ist nicht offen",
    ],
    [
        "the campaign {school_year} is still open: close it first",
        "de campagne {school_year} is nog open: sluit die eerst af",
        "l'édition {school_year} est encore ouverte : clôturez-la d'abord",
        "die Runde {school_year} ist noch offen: Schließen Sie diese zuerst",
    ],
    [
        "this campaign was never opened",
        "deze campagne is nooit geopend",
        "cette édition n'a jamais été ouverte",
        "diese Runde wurde nie eröffnet",
    ],
    [
        "the results of this campaign are out",
        "de resultaten van deze campagne zijn bekend",
        "les résultats de cette édition sont connus",
        "die Ergebnisse dieser Runde sind bekannt",
    ],
    [
        "the jury works only while the campaign is in evaluation; the campaign is {campaign_status}",
        "dit kan alleen zolang de campagne bij de jury is; de campagne is {campaign_status}",
        "cela n'est possible que pendant l'évaluation ; l'édition est {campaign_status}",
        "dies geht nur, solange die Runde in der Bewertung ist; die Runde ist {campaign_status}",
    ],
    [
        "the jury does not work on this campaign now; ask the eTwinning team",
        "de jury werkt nu niet aan deze campagne; vraag het aan het eTwinningteam",
        "le jury ne travaille pas sur cette édition en ce moment ; adressez-vous à l'équipe eTwinning",
        "die Jury arbeitet zurzeit nicht an dieser Runde; fragen Sie das eTwinning-Team",
    ],
    [
        "the jury does not work on this campaign now: let the campaign go back to evaluation first",
        "de jury werkt nu niet aan deze campagne: zet de campagne eerst terug bij de jury",
        "le jury ne travaille pas sur cette édition en ce moment : remettez d'abord l'édition en évaluation",
        "die Jury arbeitet zurzeit nicht an dieser Runde: Setzen Sie die Runde zuerst in die Bewertung zurück",
    ],
    [
        "jurors can be planned only while the campaign is closed or in evaluation; the campaign is {campaign_status}",
        "juryleden kunnen alleen ingepland worden als de campagne afgesloten of bij de jury is; de campagne is {campaign_status}",
        "les membres du jury ne peuvent être planifiés que si l'édition est clôturée ou en évaluation ; l'édition est {campaign_status}",
        "Jurymitglieder können nur eingeplant werden, solange die Runde geschlossen oder in der Bewertung ist; die Runde ist {campaign_status}",
    ],
    [
        "conflicts can be looked for from the evaluation on, until the campaign is archived; the campaign is {campaign_status}",
        "naar conflicten zoeken kan vanaf de beoordeling, tot de campagne gearchiveerd is; de campagne is {campaign_status}",
        "la recherche de conflits est possible dès l'évaluation, jusqu'à l'archivage de l'édition ; l'édition est {campaign_status}",
        "nach Konflikten suchen kann man ab der Bewertung, bis die Runde archiviert ist; die Runde ist {campaign_status}",
    ],
    // ---- Campaigns: the configuration as a document ----
    ["the only format is 1", "het enige formaat is 1", "le seul format est 1", "das einzige Format ist 1"],
    [
        "the document is not JSON",
        "het document is geen JSON",
        "le document n'est pas du JSON",
        "das Dokument ist kein JSON",
    ],
    [
        "a document has at most 128 KiB",
        "een document heeft hoogstens 128 KiB",
        "un document compte 128 Kio au plus",
        "ein Dokument hat höchstens 128 KiB",
    ],
    [
        "the document is not JSON of at most 128 KiB",
        "het document is geen JSON van hoogstens 128 KiB",
        "le document n'est pas du JSON de 128 Kio au plus",
        "das Dokument ist kein JSON mit höchstens 128 KiB",
    ],
    [
        "the document or the campaign has changed since you looked at it: look at it again",
        "het document of de campagne is gewijzigd sinds je het bekeek: bekijk het opnieuw",
        "le document ou l'édition a changé depuis que vous l'avez examiné : examinez-le à nouveau",
        "das Dokument oder die Runde hat sich geändert, seit Sie es angesehen haben: Sehen Sie es sich erneut an",
    ],
    ["{at}: {why}", "{at}: {why}", "{at} : {why}", "{at}: {why}"],
    [
        "the document changes nothing: it says what the campaign says already",
        "het document wijzigt niets: wat erin staat, geldt al voor de campagne",
        "le document ne change rien : ce qu'il contient vaut déjà pour l'édition",
        "das Dokument ändert nichts: Was darin steht, gilt schon für die Runde",
    ],
    // ---- Schools ----
    ["there is no such school", "deze school bestaat niet", "cette école n'existe pas", "diese Schule gibt es nicht"],
    [
        "there is no school {school}",
        "er is geen school {school}",
        "il n'y a pas d'école {school}",
        "es gibt keine Schule {school}",
    ],
    ["give a town", "geef een gemeente", "donnez une localité", "geben Sie einen Ort an"],
    [
        "write the country as two capital letters (ISO 3166), such as BE",
        "schrijf het land met twee hoofdletters (ISO 3166), zoals BE",
        "écrivez le pays en deux majuscules (ISO 3166), comme BE",
        "schreiben Sie das Land mit zwei Großbuchstaben (ISO 3166), etwa BE",
    ],
    [
        "a school in Belgium belongs to a community of Belgium, and a school abroad to none",
        "een school in België hoort bij een Belgische gemeenschap, een school in het buitenland bij geen enkele",
        "une école en Belgique relève d'une communauté belge, et une école à l'étranger d'aucune",
        "eine Schule in Belgien gehört zu einer belgischen Gemeinschaft, eine Schule im Ausland zu keiner",
    ],
    [
        "an institution number has six digits, and only schools of the Flemish Community have one",
        "een instellingsnummer heeft zes cijfers, en alleen scholen van de Vlaamse Gemeenschap hebben er een",
        "un numéro d'établissement compte six chiffres, et seules les écoles de la Communauté flamande en ont un",
        "eine Einrichtungsnummer hat sechs Ziffern, und nur Schulen der Flämischen Gemeinschaft haben eine",
    ],
    [
        "a FASE number has one to five digits, and only schools of the French Community have one",
        "een FASE-nummer heeft één tot vijf cijfers, en alleen scholen van de Franse Gemeenschap hebben er een",
        "un numéro FASE compte de un à cinq chiffres, et seules les écoles de la Communauté française en ont un",
        "eine FASE-Nummer hat ein bis fünf Ziffern, und nur Schulen der Französischen Gemeinschaft haben eine",
    ],
    [
        "an organisation ID (OID) is an E and eight digits",
        "een organisatie-ID (OID) is een E met acht cijfers",
        "un identifiant d'organisation (OID) est un E suivi de huit chiffres",
        "eine Organisations-ID (OID) ist ein E mit acht Ziffern",
    ],
    [
        "a participant code (PIC) has nine digits",
        "een deelnemerscode (PIC) heeft negen cijfers",
        "un code participant (PIC) compte neuf chiffres",
        "ein Teilnehmercode (PIC) hat neun Ziffern",
    ],
    [
        "another school has this number",
        "een andere school heeft dit nummer",
        "une autre école a ce numéro",
        "eine andere Schule hat diese Nummer",
    ],
    [
        "another school has this organisation ID (OID)",
        "een andere school heeft deze organisatie-ID (OID)",
        "une autre école a cet identifiant d'organisation (OID)",
        "eine andere Schule hat diese Organisations-ID (OID)",
    ],
    [
        "another school has this participant code (PIC)",
        "een andere school heeft deze deelnemerscode (PIC)",
        "une autre école a ce code participant (PIC)",
        "eine andere Schule hat diesen Teilnehmercode (PIC)",
    ],
    [
        "this school was merged into another: correct that one",
        "deze school is samengevoegd met een andere: verbeter die",
        "cette école a été fusionnée avec une autre : corrigez celle-là",
        "diese Schule wurde mit einer anderen zusammengeführt: Korrigieren Sie die andere",
    ],
    [
        "this school was merged into another: look for doubles of that one",
        "deze school is samengevoegd met een andere: zoek de dubbels van die andere school",
        "cette école a été fusionnée avec une autre : cherchez les doublons de celle-là",
        "diese Schule wurde mit einer anderen zusammengeführt: Suchen Sie Dubletten der anderen",
    ],
    // ---- Schools that are merged ----
    [
        "this is the same school twice",
        "dit is twee keer dezelfde school",
        "c'est deux fois la même école",
        "dies ist zweimal dieselbe Schule",
    ],
    [
        "one of the two schools was merged into another: take that one",
        "een van de twee scholen is samengevoegd met een andere: kies die",
        "une des deux écoles a été fusionnée avec une autre : choisissez celle-là",
        "eine der beiden Schulen wurde mit einer anderen zusammengeführt: Wählen Sie diese andere",
    ],
    [
        "the schools are in different countries or communities, so they are two schools",
        "de scholen liggen in verschillende landen of gemeenschappen: het zijn dus twee scholen",
        "les écoles sont dans des pays ou des communautés différents : ce sont donc deux écoles",
        "die Schulen liegen in verschiedenen Ländern oder Gemeinschaften: Es sind also zwei Schulen",
    ],
    [
        "the two schools have different institution numbers: correct one, or they are two schools",
        "de twee scholen hebben een verschillend instellingsnummer: verbeter er één, anders zijn het echt twee scholen",
        "les deux écoles ont des numéros d'établissement différents : corrigez-en un, sinon ce sont bien deux écoles",
        "die beiden Schulen haben verschiedene Einrichtungsnummern: Korrigieren Sie eine, sonst sind es wirklich zwei Schulen",
    ],
    [
        "the two schools have different FASE numbers: correct one, or they are two schools",
        "de twee scholen hebben een verschillend FASE-nummer: verbeter er één, anders zijn het echt twee scholen",
        "les deux écoles ont des numéros FASE différents : corrigez-en un, sinon ce sont bien deux écoles",
        "die beiden Schulen haben verschiedene FASE-Nummern: Korrigieren Sie eine, sonst sind es wirklich zwei Schulen",
    ],
    [
        "the two schools have different organisation IDs (OID): correct one, or they are two schools",
        "de twee scholen hebben een verschillende organisatie-ID (OID): verbeter er één, anders zijn het echt twee scholen",
        "les deux écoles ont des identifiants d'organisation (OID) différents : corrigez-en un, sinon ce sont bien deux écoles",
        "die beiden Schulen haben verschiedene Organisations-IDs (OID): Korrigieren Sie eine, sonst sind es wirklich zwei Schulen",
    ],
    [
        "the two schools have different participant codes (PIC): correct one, or they are two schools",
        "de twee scholen hebben een verschillende deelnemerscode (PIC): verbeter er één, anders zijn het echt twee scholen",
        "les deux écoles ont des codes participant (PIC) différents : corrigez-en un, sinon ce sont bien deux écoles",
        "die beiden Schulen haben verschiedene Teilnehmercodes (PIC): Korrigieren Sie einen, sonst sind es wirklich zwei Schulen",
    ],
    [
        "the jurors of {count} assignments would then have a tie to this school: record these conflicts or revoke the assignments first",
        "de juryleden van {count} toewijzingen zouden dan een band met deze school hebben: noteer eerst die conflicten, of trek de toewijzingen in",
        "les membres du jury de {count} attributions auraient alors un lien avec cette école : notez d'abord ces conflits ou retirez les attributions",
        "die Jurymitglieder von {count} Zuteilungen hätten dann eine Verbindung zu dieser Schule: Vermerken Sie zuerst diese Konflikte, oder widerrufen Sie die Zuteilungen",
    ],
    [
        "the double has changed since you read it; it is now version {now}: read it again, and repeat what still holds",
        "de dubbele school is gewijzigd sinds je ze las; het is nu versie {now}: lees ze opnieuw, en voeg de scholen samen als dat nog klopt",
        "le doublon a changé depuis que vous l'avez lu ; c'est maintenant la version {now} : relisez-le, et refaites la fusion si elle reste valable",
        "die Dublette wurde geändert, seit Sie sie gelesen haben; es ist jetzt Fassung {now}: Lesen Sie sie neu, und führen Sie die Schulen zusammen, wenn das noch stimmt",
    ],
    // ---- Projects ----
    [
        "there is already a project with this address; ask one of its founders to add you",
        "er is al een project met dit adres; vraag een van de oprichters om je toe te voegen",
        "il y a déjà un projet avec cette adresse ; demandez à l'un de ses fondateurs de vous ajouter",
        "es gibt schon ein Projekt mit dieser Adresse; bitten Sie eine der Personen, die es gegründet haben, Sie hinzuzufügen",
    ],
    [
        "there is already a project with this address",
        "er is al een project met dit adres",
        "il y a déjà un projet avec cette adresse",
        "es gibt schon ein Projekt mit dieser Adresse",
    ],
    [
        "this address is not the address of a project: copy it from the page of the project",
        "dit is niet het adres van een project: kopieer het van de pagina van het project",
        "ceci n'est pas l'adresse d'un projet : copiez-la depuis la page du projet",
        "dies ist nicht die Adresse eines Projekts: Kopieren Sie sie von der Seite des Projekts",
    ],
    [
        "the address of this project was freed for another project; ask the eTwinning team to enter the right one",
        "het adres van dit project is vrijgemaakt voor een ander project; vraag het eTwinningteam om het juiste in te vullen",
        "l'adresse de ce projet a été libérée pour un autre projet ; demandez à l'équipe eTwinning d'introduire la bonne",
        "die Adresse dieses Projekts wurde für ein anderes Projekt freigegeben; bitten Sie das eTwinning-Team, die richtige einzutragen",
    ],
    [
        "the address of this project is free already",
        "het adres van dit project is al vrij",
        "l'adresse de ce projet est déjà libre",
        "die Adresse dieses Projekts ist schon frei",
    ],
    [
        "there is no such teacher",
        "deze leerkracht bestaat niet",
        "cet enseignant n'existe pas",
        "diese Lehrkraft gibt es nicht",
    ],
    [
        "this teacher entered the project that has the address",
        "deze leerkracht voerde zelf het project in dat dit adres heeft",
        "c'est cet enseignant qui a introduit le projet qui a cette adresse",
        "diese Lehrkraft hat selbst das Projekt eingetragen, das diese Adresse hat",
    ],
    [
        "a project cannot be registered in the future",
        "een project kan niet in de toekomst geregistreerd zijn",
        "un projet ne peut pas avoir été enregistré dans le futur",
        "ein Projekt kann nicht in der Zukunft registriert sein",
    ],
    [
        "a project cannot end before it started",
        "een project kan niet eindigen voordat het begon",
        "un projet ne peut pas se terminer avant d'avoir commencé",
        "ein Projekt kann nicht enden, bevor es begonnen hat",
    ],
    [
        "this project has ended already",
        "dit project is al afgelopen",
        "ce projet est déjà terminé",
        "dieses Projekt ist schon beendet",
    ],
    [
        "the last day cannot be in the future: give it when the project has ended",
        "de laatste dag kan niet in de toekomst liggen: geef hem pas als het project afgelopen is",
        "le dernier jour ne peut pas être dans le futur : donnez-le quand le projet sera terminé",
        "der letzte Tag kann nicht in der Zukunft liegen: Geben Sie ihn erst an, wenn das Projekt beendet ist",
    ],
    [
        "you entered {limit} projects within a year; you can enter the next one from {again_at} on",
        "je voerde in één jaar {limit} projecten in; het volgende kun je invoeren vanaf {again_at}",
        "vous avez introduit {limit} projets en un an ; vous pourrez introduire le suivant à partir du {again_at}",
        "Sie haben in einem Jahr {limit} Projekte eingetragen; das nächste können Sie ab {again_at} eintragen",
    ],
    [
        "you have registered this project already",
        "je hebt dit project al ingeschreven",
        "vous avez déjà inscrit ce projet",
        "Sie haben dieses Projekt schon angemeldet",
    ],
    [
        "step 2 of {campaign} has closed, and the project stays as it is: ask the eTwinning team to correct it",
        "stap 2 van {campaign} is gesloten en het project blijft zoals het is: vraag het eTwinningteam om het te verbeteren",
        "l'étape 2 de {campaign} est clôturée, et le projet reste tel quel : demandez à l'équipe eTwinning de le corriger",
        "Schritt 2 von {campaign} ist geschlossen, und das Projekt bleibt, wie es ist: Bitten Sie das eTwinning-Team, es zu korrigieren",
    ],
    [
        "step 2 has closed for this project: say why the project changes",
        "stap 2 is gesloten voor dit project: zeg waarom je het project wijzigt",
        "l'étape 2 est clôturée pour ce projet : dites pourquoi vous modifiez le projet",
        "Schritt 2 ist für dieses Projekt geschlossen: Sagen Sie, warum Sie das Projekt ändern",
    ],
    [
        "teachers have registered this project; ask the eTwinning team to correct {text}",
        "leerkrachten hebben dit project al ingeschreven; vraag het eTwinningteam om dit te verbeteren: {text}",
        "des enseignants ont déjà inscrit ce projet ; demandez à l'équipe eTwinning de corriger ceci : {text}",
        "Lehrkräfte haben dieses Projekt schon angemeldet; bitten Sie das eTwinning-Team, dies zu korrigieren: {text}",
    ],
    // ---- Projects: their schools and teachers ----
    [
        "you do not work at this school today",
        "je werkt vandaag niet in deze school",
        "vous ne travaillez pas dans cette école aujourd'hui",
        "Sie arbeiten heute nicht an dieser Schule",
    ],
    [
        "name at least one other school that takes part",
        "noem minstens één andere deelnemende school",
        "citez au moins une autre école participante",
        "nennen Sie mindestens eine andere Schule, die teilnimmt",
    ],
    [
        "at most 100 other schools can take part",
        "hoogstens 100 andere scholen kunnen deelnemen",
        "100 autres écoles au plus peuvent participer",
        "höchstens 100 andere Schulen können teilnehmen",
    ],
    [
        "name at most 100 schools",
        "noem hoogstens 100 scholen",
        "citez 100 écoles au plus",
        "nennen Sie höchstens 100 Schulen",
    ],
    [
        "{school} is named twice",
        "{school} is twee keer genoemd",
        "{school} est citée deux fois",
        "{school} ist zweimal genannt",
    ],
    [
        "{school} is named twice, or takes part already",
        "{school} is twee keer genoemd, of neemt al deel",
        "{school} est citée deux fois, ou participe déjà",
        "{school} ist zweimal genannt oder nimmt schon teil",
    ],
    [
        "name a project, or the schools of one",
        "noem een project, of de scholen van een project",
        "citez un projet, ou les écoles d'un projet",
        "nennen Sie ein Projekt oder die Schulen eines Projekts",
    ],
    [
        "one or two schools start a project: you named {founders}",
        "één of twee scholen starten een project: je noemde er {founders}",
        "une ou deux écoles lancent un projet : vous en avez cité {founders}",
        "eine oder zwei Schulen gründen ein Projekt: Sie haben {founders} genannt",
    ],
    [
        "at most two schools start a project",
        "hoogstens twee scholen starten een project",
        "deux écoles au plus lancent un projet",
        "höchstens zwei Schulen gründen ein Projekt",
    ],
    [
        "no other school started this project",
        "geen andere school startte dit project",
        "aucune autre école n'a lancé ce projet",
        "keine andere Schule hat dieses Projekt gegründet",
    ],
    [
        "this school takes part already",
        "deze school neemt al deel",
        "cette école participe déjà",
        "diese Schule nimmt schon teil",
    ],
    [
        "this school does not take part in the project",
        "deze school neemt niet deel aan het project",
        "cette école ne participe pas au projet",
        "diese Schule nimmt nicht am Projekt teil",
    ],
    [
        "this school did not start the project",
        "deze school startte het project niet",
        "cette école n'a pas lancé le projet",
        "diese Schule hat das Projekt nicht gegründet",
    ],
    [
        "a project has at least two schools",
        "een project heeft minstens twee scholen",
        "un projet a au moins deux écoles",
        "ein Projekt hat mindestens zwei Schulen",
    ],
    [
        "{count} teachers of this school take part: take them out of the project first",
        "{count} leerkrachten van deze school nemen deel: haal hen eerst uit het project",
        "{count} enseignants de cette école participent : retirez-les d'abord du projet",
        "{count} Lehrkräfte dieser Schule nehmen teil: Nehmen Sie diese zuerst aus dem Projekt",
    ],
    [
        "a teacher has registered the project with this school",
        "een leerkracht heeft het project al met deze school ingeschreven",
        "un enseignant a déjà inscrit le projet avec cette école",
        "eine Lehrkraft hat das Projekt schon mit dieser Schule angemeldet",
    ],
    [
        "nobody with this address teaches at this school today",
        "niemand met dit mailadres geeft vandaag les in deze school",
        "aucun enseignant de cette école n'a cette adresse aujourd'hui",
        "niemand mit dieser Adresse unterrichtet heute an dieser Schule",
    ],
    [
        "this teacher takes part already",
        "deze leerkracht neemt al deel",
        "cet enseignant participe déjà",
        "diese Lehrkraft nimmt schon teil",
    ],
    [
        "this teacher does not take part in the project",
        "deze leerkracht neemt niet deel aan het project",
        "cet enseignant ne participe pas au projet",
        "diese Lehrkraft nimmt nicht am Projekt teil",
    ],
    [
        "this teacher has registered the project",
        "deze leerkracht heeft het project al ingeschreven",
        "cet enseignant a déjà inscrit le projet",
        "diese Lehrkraft hat das Projekt schon angemeldet",
    ],
    [
        "this teacher is the last one who started the project, and somebody must look after it",
        "deze leerkracht is de laatste oprichter van het project, en iemand moet ervoor blijven zorgen",
        "cet enseignant est le dernier fondateur du projet, et quelqu'un doit continuer à s'en occuper",
        "diese Lehrkraft ist die letzte, die das Projekt gegründet hat, und jemand muss es weiter betreuen",
    ],
    [
        "at most {limit} teachers in Belgium take part in a project",
        "aan een project nemen hoogstens {limit} leerkrachten uit België deel",
        "{limit} enseignants de Belgique au plus participent à un projet",
        "an einem Projekt nehmen höchstens {limit} Lehrkräfte aus Belgien teil",
    ],
    [
        "write a country abroad as two capital letters (ISO 3166), and not as {country}",
        "schrijf een land in het buitenland met twee hoofdletters (ISO 3166), en niet als {country}",
        "écrivez un pays étranger en deux majuscules (ISO 3166), et non {country}",
        "schreiben Sie ein Land im Ausland mit zwei Großbuchstaben (ISO 3166), und nicht {country}",
    ],
    [
        "{country} is named twice",
        "{country} is twee keer genoemd",
        "{country} est cité deux fois",
        "{country} ist zweimal genannt",
    ],
    [
        "{country}: give 1 to 1,000 teachers",
        "{country}: geef 1 tot 1.000 leerkrachten",
        "{country} : donnez de 1 à 1.000 enseignants",
        "{country}: Geben Sie 1 bis 1.000 Lehrkräfte an",
    ],
    // ---- Projects: the label that they go for ----
    [
        "the project fits no label: its founders are from one country, and its schools from one community",
        "het project past bij geen enkel label: de oprichters komen uit één land en de scholen uit één gemeenschap",
        "le projet ne correspond à aucun label : ses fondateurs sont d'un seul pays et ses écoles d'une seule communauté",
        "das Projekt passt zu keinem Siegel: Die gründenden Schulen sind aus einem Land und alle Schulen aus einer Gemeinschaft",
    ],
    [
        "teachers have registered this project for {track}; this school would change that",
        "leerkrachten hebben dit project ingeschreven voor {track}; deze school zou dat veranderen",
        "des enseignants ont inscrit ce projet pour {track} ; cette école changerait cela",
        "Lehrkräfte haben dieses Projekt für {track} angemeldet; diese Schule würde das ändern",
    ],
    [
        "teachers have registered this project for {track}; without this school that would change",
        "leerkrachten hebben dit project ingeschreven voor {track}; zonder deze school zou dat veranderen",
        "des enseignants ont inscrit ce projet pour {track} ; sans cette école, cela changerait",
        "Lehrkräfte haben dieses Projekt für {track} angemeldet; ohne diese Schule würde sich das ändern",
    ],
    [
        "the project goes for this label already",
        "het project doet al mee voor dit label",
        "le projet participe déjà à ce label",
        "das Projekt nimmt schon an diesem Siegel teil",
    ],
    [
        "only a project of one community of Belgium can be let in, and only for the Belgica label: a project with founders from one country cannot go for the national quality label",
        "alleen een project uit één Belgische gemeenschap kan toegelaten worden, en alleen voor het label Belgica: een project met oprichters uit één land kan niet meedoen voor het nationale kwaliteitslabel",
        "seul un projet d'une seule communauté belge peut être admis, et seulement pour le label Belgica : un projet dont les fondateurs sont d'un seul pays ne peut pas participer au label de qualité national",
        "nur ein Projekt einer einzigen belgischen Gemeinschaft kann zugelassen werden, und nur für das Siegel Belgica: Ein Projekt, dessen gründende Schulen aus einem Land sind, kann nicht am nationalen Qualitätssiegel teilnehmen",
    ],
    // ---- Registrations (step 1) ----
    [
        "step 1 has closed: register the project for the next campaign",
        "stap 1 is gesloten: schrijf het project in voor de volgende campagne",
        "l'étape 1 est clôturée : inscrivez le projet à la prochaine édition",
        "Schritt 1 ist geschlossen: Melden Sie das Projekt für die nächste Runde an",
    ],
    [
        "register with a school of the project where you work today",
        "schrijf het project in met een deelnemende school waar je vandaag werkt",
        "inscrivez le projet avec une école participante où vous travaillez aujourd'hui",
        "melden Sie das Projekt mit einer teilnehmenden Schule an, an der Sie heute arbeiten",
    ],
    [
        "only teachers of schools in Belgium can register",
        "alleen leerkrachten van scholen in België kunnen een project inschrijven",
        "seuls les enseignants d'écoles en Belgique peuvent inscrire un projet",
        "nur Lehrkräfte von Schulen in Belgien können ein Projekt anmelden",
    ],
    [
        "you are in the jury of this label, so you cannot apply for it",
        "je zit in de jury van dit label, dus kun je het niet aanvragen",
        "vous faites partie du jury de ce label : vous ne pouvez donc pas le demander",
        "Sie sind in der Jury dieses Siegels und können es deshalb nicht beantragen",
    ],
    [
        "you hold a label for this project already",
        "je hebt al een label voor dit project",
        "vous avez déjà un label pour ce projet",
        "Sie haben schon ein Siegel für dieses Projekt",
    ],
    [
        "you sent {limit} registrations within a day; you can send the next one from {again_at} on",
        "je verstuurde op één dag {limit} inschrijvingen; de volgende kun je versturen vanaf {again_at}",
        "vous avez envoyé {limit} inscriptions en un jour ; vous pourrez envoyer la suivante à partir du {again_at}",
        "Sie haben an einem Tag {limit} Anmeldungen gesendet; die nächste können Sie ab {again_at} senden",
    ],
    [
        "the project does not meet every condition: {conditions}",
        "het project voldoet niet aan alle voorwaarden: {conditions}",
        "le projet ne remplit pas toutes les conditions : {conditions}",
        "das Projekt erfüllt nicht alle Bedingungen: {conditions}",
    ],
    [
        "the registration is {status}, and this cannot change it any more",
        "de inschrijving is {status}, dus dit kan niet meer",
        "l'inscription est {status} : ce n'est donc plus possible",
        "die Anmeldung ist {status}, also geht dies nicht mehr",
    ],
    [
        "the registration is {registration_status}: step 2 opens once it is confirmed, and the eTwinning team looks at what is in doubt",
        "de inschrijving is {registration_status}: stap 2 gaat open zodra ze bevestigd is; bij twijfel kijkt het eTwinningteam ze na",
        "l'inscription est {registration_status} : l'étape 2 s'ouvre dès qu'elle est confirmée ; en cas de doute, l'équipe eTwinning la vérifie",
        "die Anmeldung ist {registration_status}: Schritt 2 öffnet sich, sobald sie bestätigt ist; im Zweifel prüft das eTwinning-Team sie",
    ],
    [
        "this condition is met already",
        "aan deze voorwaarde is al voldaan",
        "cette condition est déjà remplie",
        "diese Bedingung ist schon erfüllt",
    ],
    [
        "the reason names a juror, and the teachers read it",
        "de reden noemt een jurylid bij naam, en de leerkrachten krijgen ze te lezen",
        "la raison cite le nom d'un membre du jury, et les enseignants la lisent",
        "der Grund nennt ein Jurymitglied beim Namen, und die Lehrkräfte lesen ihn",
    ],
    [
        "register the project for a later campaign first",
        "schrijf het project eerst in voor een latere campagne",
        "inscrivez d'abord le projet à une édition ultérieure",
        "melden Sie das Projekt zuerst für eine spätere Runde an",
    ],
    [
        "this registration is for another project",
        "deze inschrijving is voor een ander project",
        "cette inscription concerne un autre projet",
        "diese Anmeldung ist für ein anderes Projekt",
    ],
    // ---- Applications (step 2): the form and the draft ----
    [
        "the application is {status}",
        "de aanvraag is {status}",
        "la candidature est {status}",
        "der Antrag ist {status}",
    ],
    [
        "the application {application_id} is {status}",
        "aanvraag {application_id} is {status}",
        "la candidature {application_id} est {status}",
        "der Antrag {application_id} ist {status}",
    ],
    [
        "the application is {status}: if it was taken back, open the form again, or go on with it in the next campaign",
        "de aanvraag is {status}: als ze ingetrokken is, open het formulier dan opnieuw, of ga ermee verder in de volgende campagne",
        "la candidature est {status} : si elle a été retirée, rouvrez le formulaire, ou continuez dans la prochaine édition",
        "der Antrag ist {status}: Wenn er zurückgezogen wurde, öffnen Sie das Formular erneut, oder machen Sie in der nächsten Runde damit weiter",
    ],
    ["step 2 has closed", "stap 2 is gesloten", "l'étape 2 est clôturée", "Schritt 2 ist geschlossen"],
    [
        "step 2 has closed; you can still read what you saved, and go on with it in the next campaign",
        "stap 2 is gesloten; je kunt nog lezen wat je bewaarde, en ermee verdergaan in de volgende campagne",
        "l'étape 2 est clôturée ; vous pouvez encore lire ce que vous avez enregistré, et continuer dans la prochaine édition",
        "Schritt 2 ist geschlossen; Sie können noch lesen, was Sie gespeichert haben, und in der nächsten Runde damit weitermachen",
    ],
    [
        "step 2 of the campaign of this application is still open",
        "stap 2 van de campagne van deze aanvraag is nog open",
        "l'étape 2 de l'édition de cette candidature est encore ouverte",
        "Schritt 2 der Runde dieses Antrags ist noch offen",
    ],
    [
        "the form is closed; version {current_version} of the draft is kept: open the form again to go on",
        "het formulier is gesloten; versie {current_version} van het concept is bewaard: open het formulier opnieuw om verder te gaan",
        "le formulaire est fermé ; la version {current_version} du brouillon est conservée : rouvrez le formulaire pour continuer",
        "das Formular ist geschlossen; Fassung {current_version} des Entwurfs ist gespeichert: Öffnen Sie das Formular erneut, um weiterzumachen",
    ],
    [
        "the form is closed; version {current_version} of the draft is kept, and so is what you have just sent: open the form again to go on",
        "het formulier is gesloten; versie {current_version} van het concept is bewaard, en ook wat je net stuurde: open het formulier opnieuw om verder te gaan",
        "le formulaire est fermé ; la version {current_version} du brouillon est conservée, et ce que vous venez d'envoyer aussi : rouvrez le formulaire pour continuer",
        "das Formular ist geschlossen; Fassung {current_version} des Entwurfs ist gespeichert, und auch, was Sie gerade gesendet haben: Öffnen Sie das Formular erneut, um weiterzumachen",
    ],
    [
        "the form is not open",
        "het formulier is niet open",
        "le formulaire n'est pas ouvert",
        "das Formular ist nicht offen",
    ],
    [
        "the texts of this application were erased",
        "de teksten van deze aanvraag zijn gewist",
        "les textes de cette candidature ont été effacés",
        "die Texte dieses Antrags wurden gelöscht",
    ],
    [
        "the draft of this registration is not empty, and it is not overwritten",
        "het concept van deze inschrijving is niet leeg en wordt niet overschreven",
        "le brouillon de cette inscription n'est pas vide et n'est pas remplacé",
        "der Entwurf dieser Anmeldung ist nicht leer und wird nicht überschrieben",
    ],
    [
        "an application has at most 30 addresses",
        "een aanvraag heeft hoogstens 30 adressen",
        "une candidature compte 30 adresses au plus",
        "ein Antrag hat höchstens 30 Adressen",
    ],
    [
        "there is no criterion {criterion} to answer",
        "er is geen criterium {criterion} om te beantwoorden",
        "il n'y a pas de critère {criterion} auquel répondre",
        "es gibt kein Kriterium {criterion}, das Sie beantworten können",
    ],
    [
        "{criterion} is given twice: give it once",
        "{criterion} komt twee keer voor: geef het maar één keer",
        "{criterion} figure deux fois : donnez-le une seule fois",
        "{criterion} kommt zweimal vor: Geben Sie es nur einmal an",
    ],
    ["the address was erased", "het adres is gewist", "l'adresse a été effacée", "die Adresse wurde gelöscht"],
    [
        "nothing was handed in yet: export the draft",
        "er is nog niets ingediend: exporteer het concept",
        "rien n'a encore été introduit : exportez le brouillon",
        "es wurde noch nichts eingereicht: Exportieren Sie den Entwurf",
    ],
    [
        "name applications, or say for how many days nobody changed them",
        "noem aanvragen, of zeg hoeveel dagen ze al niet meer gewijzigd zijn",
        "citez des candidatures, ou dites depuis combien de jours personne ne les a modifiées",
        "nennen Sie Anträge, oder sagen Sie, seit wie vielen Tagen niemand sie geändert hat",
    ],
    [
        "the application {application_id} is not a draft",
        "aanvraag {application_id} is geen concept",
        "la candidature {application_id} n'est pas un brouillon",
        "der Antrag {application_id} ist kein Entwurf",
    ],
    [
        "the application {application_id} belongs to another campaign",
        "aanvraag {application_id} hoort bij een andere campagne",
        "la candidature {application_id} appartient à une autre campagne",
        "der Antrag {application_id} gehört zu einer anderen Kampagne",
    ],
    [
        "the application {application_id} was changed in these days",
        "aanvraag {application_id} is in die dagen gewijzigd",
        "la candidature {application_id} a été modifiée pendant ces jours",
        "der Antrag {application_id} wurde in diesen Tagen geändert",
    ],
    [
        "the teacher of {application_id} was reminded today already",
        "de leerkracht van aanvraag {application_id} kreeg vandaag al een herinnering",
        "l'enseignant de la candidature {application_id} a déjà reçu un rappel aujourd'hui",
        "die Lehrkraft des Antrags {application_id} wurde heute schon erinnert",
    ],
    [
        "the data of the teacher of {application_id} were erased",
        "de gegevens van de leerkracht van aanvraag {application_id} zijn gewist",
        "les données de l'enseignant de la candidature {application_id} ont été effacées",
        "die Daten der Lehrkraft des Antrags {application_id} wurden gelöscht",
    ],
    ["give 1 to 365 days", "geef 1 tot 365 dagen", "donnez de 1 à 365 jours", "geben Sie 1 bis 365 Tage an"],
    ["give 0 to 365 days", "geef 0 tot 365 dagen", "donnez de 0 à 365 jours", "geben Sie 0 bis 365 Tage an"],
    // ---- Applications: handing in ----
    [
        "say what the project is about: the jury does not know it",
        "zeg waarover het project gaat: de jury kent het niet",
        "dites de quoi parle le projet : le jury ne le connaît pas",
        "sagen Sie, worum es im Projekt geht: Die Jury kennt es nicht",
    ],
    [
        "answer criterion {criterion}",
        "beantwoord criterium {criterion}",
        "répondez au critère {criterion}",
        "beantworten Sie das Kriterium {criterion}",
    ],
    [
        "write this for criterion {criterion}: {part}",
        "schrijf dit bij criterium {criterion}: {part}",
        "écrivez ceci pour le critère {criterion} : {part}",
        "schreiben Sie dies zum Kriterium {criterion}: {part}",
    ],
    [
        "add an address on the TwinSpace",
        "voeg een adres op de TwinSpace toe",
        "ajoutez une adresse sur le TwinSpace",
        "fügen Sie eine Adresse auf dem TwinSpace hinzu",
    ],
    [
        "declare that the parents gave their consent",
        "verklaar dat de ouders toestemming gaven",
        "déclarez que les parents ont donné leur accord",
        "erklären Sie, dass die Eltern zugestimmt haben",
    ],
    [
        "you have handed in {limit} applications for this school year, and the jury judges no more of them: take one back first",
        "je hebt {limit} aanvragen ingediend voor dit schooljaar, en meer beoordeelt de jury er niet: trek er eerst één in",
        "vous avez introduit {limit} candidatures pour cette année scolaire, et le jury n'en évalue pas plus : retirez-en d'abord une",
        "Sie haben {limit} Anträge für dieses Schuljahr eingereicht, und mehr bewertet die Jury nicht: Ziehen Sie zuerst einen zurück",
    ],
    [
        "consent is not declared: there is nothing to take back",
        "er is geen toestemming verklaard: er is niets om in te trekken",
        "aucun accord n'est déclaré : il n'y a rien à retirer",
        "Es ist keine Einwilligung erklärt: Es gibt nichts zurückzunehmen",
    ],
    [
        "you have handed in version {number}, and nothing has changed since: there is nothing to hand in",
        "je hebt versie {number} ingediend, en sindsdien is er niets veranderd: er is niets om in te dienen",
        "vous avez introduit la version {number}, et rien n'a changé depuis : il n'y a rien à introduire",
        "Sie haben Fassung {number} eingereicht, und seither hat sich nichts geändert: Es gibt nichts einzureichen",
    ],
    [
        "you handed this in {limit} times within an hour; you can hand it in again from {again_at} on, and the draft is kept until then",
        "je diende dit in één uur {limit} keer in; opnieuw indienen kan vanaf {again_at}, en tot dan blijft het concept bewaard",
        "vous avez introduit ceci {limit} fois en une heure ; vous pourrez l'introduire à nouveau à partir du {again_at}, et le brouillon est conservé d'ici là",
        "Sie haben dies in einer Stunde {limit}-mal eingereicht; Sie können es ab {again_at} erneut einreichen, und der Entwurf bleibt bis dahin gespeichert",
    ],
    [
        "the Belgica label has no form on ESEP",
        "het label Belgica heeft geen formulier op ESEP",
        "le label Belgica n'a pas de formulaire sur ESEP",
        "das Siegel Belgica hat kein Formular auf ESEP",
    ],
    [
        "this day cannot be in the future: give it when the form was sent",
        "deze dag kan niet in de toekomst liggen: geef hem pas als het formulier verstuurd is",
        "ce jour ne peut pas être dans le futur : donnez-le quand le formulaire sera envoyé",
        "dieser Tag kann nicht in der Zukunft liegen: Geben Sie ihn erst an, wenn das Formular gesendet wurde",
    ],
    [
        "another version of the application was handed in last: look at that one",
        "een andere versie van de aanvraag is het laatst ingediend: bekijk die",
        "une autre version de la candidature a été introduite en dernier : examinez celle-là",
        "eine andere Fassung des Antrags wurde zuletzt eingereicht: Sehen Sie sich diese an",
    ],
    [
        "say why the application does not go to the jury",
        "zeg waarom de aanvraag niet naar de jury gaat",
        "dites pourquoi la candidature ne va pas au jury",
        "sagen Sie, warum der Antrag nicht an die Jury geht",
    ],
    [
        "there is nothing to compare: for this project, {count} applications were handed in",
        "er is niets te vergelijken: voor dit project zijn er {count} aanvragen ingediend",
        "il n'y a rien à comparer : pour ce projet, {count} candidatures ont été introduites",
        "es gibt nichts zu vergleichen: Für dieses Projekt wurden {count} Anträge eingereicht",
    ],
    // ---- Imports from the registration form ----
    ["{why}", "{why}", "{why}", "{why}"],
    [
        "the file has no column for: {wanted}; it has: {headings}",
        "het bestand heeft geen kolom voor: {wanted}; het heeft: {headings}",
        "le fichier n'a pas de colonne pour : {wanted} ; il a : {headings}",
        "die Datei hat keine Spalte für: {wanted}; sie hat: {headings}",
    ],
    [
        "every row without errors is taken over already",
        "elke rij zonder fouten is al overgenomen",
        "chaque ligne sans erreur est déjà reprise",
        "jede Zeile ohne Fehler ist schon übernommen",
    ],
    [
        "this row is taken over already: change the registration instead",
        "deze rij is al overgenomen: wijzig in plaats daarvan de inschrijving",
        "cette ligne est déjà reprise : modifiez plutôt l'inscription",
        "diese Zeile ist schon übernommen: Ändern Sie stattdessen die Anmeldung",
    ],
    [
        "the form itself wrote this, and it cannot be changed: {column}",
        "dit komt uit het formulier zelf en kan niet gewijzigd worden: {column}",
        "ceci vient du formulaire lui-même et ne peut pas être modifié : {column}",
        "dies stammt aus dem Formular selbst und kann nicht geändert werden: {column}",
    ],
    [
        "{column}: give at most 10,000 characters",
        "{column}: geef hoogstens 10.000 tekens",
        "{column} : donnez 10.000 caractères au plus",
        "{column}: Geben Sie höchstens 10.000 Zeichen an",
    ],
    [
        "no registration came of this row",
        "deze rij heeft geen inschrijving opgeleverd",
        "cette ligne n'a donné aucune inscription",
        "aus dieser Zeile ist keine Anmeldung entstanden",
    ],
    [
        "the teacher has already handed in an application on this registration, so it is the teacher's own now",
        "de leerkracht heeft met deze inschrijving al een aanvraag ingediend: de inschrijving is nu van de leerkracht zelf",
        "l'enseignant a déjà introduit une candidature pour cette inscription : elle est maintenant à lui",
        "die Lehrkraft hat zu dieser Anmeldung schon einen Antrag eingereicht: Die Anmeldung gehört nun ihr",
    ],
    // ---- Jury: who is in it ----
    [
        "say what experience in education the juror has",
        "zeg welke onderwijservaring het jurylid heeft",
        "dites quelle expérience de l'enseignement a le membre du jury",
        "sagen Sie, welche Erfahrung im Unterrichtswesen das Jurymitglied hat",
    ],
    [
        "give at least one language: nl, fr, de or en",
        "geef minstens één taal: nl, fr, de of en",
        "donnez au moins une langue : nl, fr, de ou en",
        "geben Sie mindestens eine Sprache an: nl, fr, de oder en",
    ],
    [
        "say for which label the juror is",
        "zeg voor welk label het jurylid is",
        "dites pour quel label est le membre du jury",
        "sagen Sie, für welches Siegel das Jurymitglied ist",
    ],
    [
        "the number of applications cannot be negative",
        "het aantal aanvragen kan niet negatief zijn",
        "le nombre de candidatures ne peut pas être négatif",
        "die Zahl der Anträge kann nicht negativ sein",
    ],
    [
        "the last day at a school cannot be before the first",
        "de laatste dag in een school kan niet voor de eerste liggen",
        "le dernier jour dans une école ne peut pas précéder le premier",
        "der letzte Tag an einer Schule kann nicht vor dem ersten liegen",
    ],
    [
        "your office cannot invite the account with this address",
        "je dienst kan het account met dit mailadres niet uitnodigen",
        "votre bureau ne peut pas inviter le compte qui a cette adresse",
        "Ihre Stelle kann das Konto mit dieser Adresse nicht einladen",
    ],
    [
        "this person applies for {track} in this campaign",
        "deze persoon vraagt in deze campagne zelf {track} aan",
        "cette personne demande elle-même {track} dans cette édition",
        "diese Person beantragt in dieser Runde selbst {track}",
    ],
    [
        "this person is in the jury for {track} already",
        "deze persoon zit al in de jury voor {track}",
        "cette personne fait déjà partie du jury pour {track}",
        "diese Person ist schon in der Jury für {track}",
    ],
    [
        "staff and administrators cannot be in a jury",
        "medewerkers en beheerders kunnen niet in een jury zitten",
        "les membres de l'équipe eTwinning et les administrateurs ne peuvent pas faire partie d'un jury",
        "Mitglieder des eTwinning-Teams und der Verwaltung können nicht in einer Jury sein",
    ],
    [
        "the juror is not in the jury of this campaign and label",
        "het jurylid zit niet in de jury van deze campagne voor dit label",
        "le membre du jury ne fait pas partie du jury de cette édition pour ce label",
        "das Jurymitglied ist nicht in der Jury dieser Runde für dieses Siegel",
    ],
    [
        "the last day is before the first",
        "de laatste dag ligt voor de eerste",
        "le dernier jour précède le premier",
        "der letzte Tag liegt vor dem ersten",
    ],
    [
        "an absence lasts at most a year",
        "een afwezigheid duurt hoogstens een jaar",
        "une absence dure un an au plus",
        "eine Abwesenheit dauert höchstens ein Jahr",
    ],
    [
        "100 absences are noted already: remove an old one first",
        "er zijn al 100 afwezigheden genoteerd: verwijder eerst een oude",
        "100 absences sont déjà notées : supprimez-en d'abord une ancienne",
        "es sind schon 100 Abwesenheiten vermerkt: Entfernen Sie zuerst eine alte",
    ],
    [
        "this absence is over, and stays on record",
        "deze afwezigheid is voorbij en blijft genoteerd",
        "cette absence est passée et reste notée",
        "diese Abwesenheit ist vorbei und bleibt vermerkt",
    ],
    [
        "you have other roles beside juror, so somebody else of the office must note your school; until then, declare a conflict of interest with it",
        "je bent niet alleen jurylid, dus moet iemand anders van de dienst je school noteren; meld tot dan een belangenconflict met die school",
        "vous n'êtes pas seulement membre du jury : quelqu'un d'autre du bureau doit donc noter votre école ; d'ici là, déclarez un conflit d'intérêts avec elle",
        "Sie sind nicht nur Jurymitglied, also muss jemand anderes aus Ihrer Stelle Ihre Schule vermerken; melden Sie bis dahin einen Interessenkonflikt mit ihr",
    ],
    // ---- Jury: conflicts of interest ----
    [
        "name exactly one: a school, a project, a teacher or an application",
        "noem er precies één: een school, een project, een leerkracht of een aanvraag",
        "citez-en exactement un : une école, un projet, un enseignant ou une candidature",
        "nennen Sie genau eines: eine Schule, ein Projekt, eine Lehrkraft oder einen Antrag",
    ],
    [
        "name exactly one: a school or an application",
        "noem er precies één: een school of een aanvraag",
        "citez-en exactement une : une école ou une candidature",
        "nennen Sie genau eines: eine Schule oder einen Antrag",
    ],
    [
        "you declared {limit} conflicts of interest within a day; tell the eTwinning team, or declare the next one from {again_at} on",
        "je meldde op één dag {limit} belangenconflicten; zeg het aan het eTwinningteam, of meld het volgende vanaf {again_at}",
        "vous avez déclaré {limit} conflits d'intérêts en un jour ; dites-le à l'équipe eTwinning, ou déclarez le suivant à partir du {again_at}",
        "Sie haben an einem Tag {limit} Interessenkonflikte gemeldet; sagen Sie es dem eTwinning-Team, oder melden Sie den nächsten ab {again_at}",
    ],
    [
        "this conflict of interest is withdrawn already",
        "dit belangenconflict is al ingetrokken",
        "ce conflit d'intérêts est déjà retiré",
        "dieser Interessenkonflikt ist schon zurückgenommen",
    ],
    [
        "this conflict of interest is lifted already",
        "dit belangenconflict is al opgeheven",
        "ce conflit d'intérêts est déjà levé",
        "dieser Interessenkonflikt ist schon aufgehoben",
    ],
    [
        "staff can lift nothing between this juror and this application; what ties them: {ties}",
        "een medewerker kan tussen dit jurylid en deze aanvraag niets opheffen; wat hen bindt: {ties}",
        "l'équipe eTwinning ne peut rien lever entre ce membre du jury et cette candidature ; ce qui les lie : {ties}",
        "das eTwinning-Team kann zwischen diesem Jurymitglied und diesem Antrag nichts aufheben; was sie verbindet: {ties}",
    ],
    [
        "this lifting of a conflict of interest is withdrawn already",
        "deze opheffing van een belangenconflict is al ingetrokken",
        "cette levée d'un conflit d'intérêts est déjà retirée",
        "diese Aufhebung eines Interessenkonflikts ist schon zurückgenommen",
    ],
    [
        "the juror has a conflict of interest: {ties}",
        "het jurylid heeft een belangenconflict: {ties}",
        "le membre du jury a un conflit d'intérêts : {ties}",
        "das Jurymitglied hat einen Interessenkonflikt: {ties}",
    ],
    // ---- Jury: who judges what ----
    [
        "only an admissible application that is not judged yet has jurors",
        "alleen een ontvankelijke aanvraag die nog niet beoordeeld is, heeft juryleden",
        "seule une candidature recevable qui n'est pas encore évaluée a des membres du jury",
        "nur ein zulässiger Antrag, der noch nicht bewertet ist, hat Jurymitglieder",
    ],
    [
        "the juror does not read {language}: ask another juror, or correct the languages of this one",
        "het jurylid leest geen {language}: vraag een ander jurylid, of verbeter de talen van dit jurylid",
        "le membre du jury ne lit pas cette langue : {language} ; demandez à un autre membre, ou corrigez les langues de celui-ci",
        "das Jurymitglied liest kein {language}: Fragen Sie ein anderes, oder korrigieren Sie die Sprachen dieses Mitglieds",
    ],
    [
        "the juror has {load} applications and agreed to no more: ask another juror, or raise the number of this one if the juror agrees",
        "het jurylid heeft {load} aanvragen en wilde er niet meer: vraag een ander jurylid, of verhoog het aantal als het jurylid akkoord gaat",
        "le membre du jury a {load} candidatures et n'en a pas accepté plus : demandez à un autre membre, ou augmentez le nombre de celui-ci avec son accord",
        "das Jurymitglied hat {load} Anträge und hat nicht mehr zugesagt: Fragen Sie ein anderes, oder erhöhen Sie die Zahl, wenn dieses zustimmt",
    ],
    [
        "the juror judges this application already",
        "het jurylid beoordeelt deze aanvraag al",
        "le membre du jury évalue déjà cette candidature",
        "das Jurymitglied bewertet diesen Antrag schon",
    ],
    [
        "this application has all its jurors: revoke an assignment first",
        "deze aanvraag heeft genoeg juryleden: trek eerst een toewijzing in",
        "cette candidature a déjà tous ses membres du jury : retirez d'abord une attribution",
        "dieser Antrag hat schon alle seine Jurymitglieder: Widerrufen Sie zuerst eine Zuteilung",
    ],
    [
        "the assignment is {status}",
        "de toewijzing is {status}",
        "l'attribution est {status}",
        "die Zuteilung ist {status}",
    ],
    // ---- Jury: plans of who judges what ----
    [
        "no application needs jurors",
        "geen enkele aanvraag heeft juryleden nodig",
        "aucune candidature n'a besoin de membres du jury",
        "kein Antrag braucht Jurymitglieder",
    ],
    [
        "a number cannot be negative",
        "een getal kan niet negatief zijn",
        "un nombre ne peut pas être négatif",
        "eine Zahl kann nicht negativ sein",
    ],
    [
        "the last day for evaluations is over: choose a later one",
        "de laatste dag voor beoordelingen is voorbij: kies een latere",
        "le dernier jour pour les évaluations est passé : choisissez-en un plus tard",
        "der letzte Tag für Bewertungen ist vorbei: Wählen Sie einen späteren",
    ],
    [
        "the last day for evaluations is over: make a new plan with a later one",
        "de laatste dag voor beoordelingen is voorbij: maak een nieuw plan met een latere",
        "le dernier jour pour les évaluations est passé : faites un nouveau plan avec un jour ultérieur",
        "der letzte Tag für Bewertungen ist vorbei: Machen Sie einen neuen Plan mit einem späteren",
    ],
    [
        "five plans for these applications wait already: cancel one, or wait",
        "er wachten al vijf plannen voor deze aanvragen: annuleer er één, of wacht",
        "cinq plans pour ces candidatures attendent déjà : annulez-en un, ou attendez",
        "fünf Pläne für diese Anträge warten schon: Brechen Sie einen ab, oder warten Sie",
    ],
    ["the plan is {status}", "het plan is {status}", "le plan est {status}", "der Plan ist {status}"],
    [
        "one of the two plans is {status}",
        "een van de twee plannen is {status}",
        "un des deux plans est {status}",
        "einer der beiden Pläne ist {status}",
    ],
    [
        "this is not the plan that you saw: look at it again",
        "dit is niet het plan dat je zag: bekijk het opnieuw",
        "ce n'est pas le plan que vous avez vu : examinez-le à nouveau",
        "dies ist nicht der Plan, den Sie gesehen haben: Sehen Sie ihn sich erneut an",
    ],
    [
        "jurors, applications or conflicts have changed since the plan was made: make a new plan",
        "juryleden, aanvragen of conflicten zijn gewijzigd sinds het plan gemaakt is: maak een nieuw plan",
        "des membres du jury, des candidatures ou des conflits ont changé depuis que le plan a été fait : faites un nouveau plan",
        "Jurymitglieder, Anträge oder Konflikte haben sich geändert, seit der Plan gemacht wurde: Machen Sie einen neuen Plan",
    ],
    [
        "the two plans are for different campaigns, labels or communities",
        "de twee plannen zijn voor verschillende campagnes, labels of gemeenschappen",
        "les deux plans concernent des éditions, des labels ou des communautés différents",
        "die beiden Pläne sind für verschiedene Runden, Siegel oder Gemeinschaften",
    ],
    // ---- Evaluations ----
    [
        "you have handed in this evaluation; ask the eTwinning team to give it back",
        "je hebt deze beoordeling al ingediend; vraag het eTwinningteam om ze terug te geven",
        "vous avez déjà introduit cette évaluation ; demandez à l'équipe eTwinning de vous la rendre",
        "Sie haben diese Bewertung schon eingereicht; bitten Sie das eTwinning-Team, sie Ihnen zurückzugeben",
    ],
    [
        "you have handed in this evaluation already",
        "je hebt deze beoordeling al ingediend",
        "vous avez déjà introduit cette évaluation",
        "Sie haben diese Bewertung schon eingereicht",
    ],
    [
        "the evaluation is {status}",
        "de beoordeling is {status}",
        "l'évaluation est {status}",
        "die Bewertung ist {status}",
    ],
    [
        "there is no criterion {criterion}",
        "er is geen criterium {criterion}",
        "il n'y a pas de critère {criterion}",
        "es gibt kein Kriterium {criterion}",
    ],
    [
        "the comment on criterion {criterion} has more than 10,000 characters",
        "de commentaar bij criterium {criterion} heeft meer dan 10.000 tekens",
        "le commentaire sur le critère {criterion} a plus de 10 000 caractères",
        "der Kommentar zu Kriterium {criterion} hat mehr als 10.000 Zeichen",
    ],
    [
        "the score of {criterion} must be from {lowest_score} to {highest_score}",
        "geef voor {criterion} {lowest_score} tot {highest_score} punten",
        "attribuez de {lowest_score} à {highest_score} points à {criterion}",
        "vergeben Sie für {criterion} {lowest_score} bis {highest_score} Punkte",
    ],
    [
        "give {criterion} a score",
        "geef punten voor {criterion}",
        "attribuez des points à {criterion}",
        "vergeben Sie Punkte für {criterion}",
    ],
    [
        "comment on criterion {criterion}",
        "geef commentaar bij criterium {criterion}",
        "commentez le critère {criterion}",
        "schreiben Sie einen Kommentar zum Kriterium {criterion}",
    ],
    [
        "the juror works for the office now, and does not judge any more",
        "het jurylid werkt nu voor de dienst en beoordeelt niet meer",
        "le membre du jury travaille maintenant pour le bureau et n'évalue plus",
        "das Jurymitglied arbeitet jetzt für die Stelle und bewertet nicht mehr",
    ],
    [
        "no juror of this jury was asked to judge anything yet",
        "in deze jury is nog geen jurylid gevraagd",
        "aucun membre de ce jury n'a encore été sollicité pour une évaluation",
        "in dieser Jury wurde noch kein Mitglied um eine Bewertung gebeten",
    ],
    [
        "the limit must be from {lowest} to {highest} points",
        "de grens moet tussen {lowest} en {highest} punten liggen",
        "le seuil doit se situer entre {lowest} et {highest} points",
        "die Grenze muss zwischen {lowest} und {highest} Punkten liegen",
    ],
    [
        "the number of prizes cannot be negative",
        "het aantal prijzen kan niet negatief zijn",
        "le nombre de prix ne peut pas être négatif",
        "die Zahl der Preise kann nicht negativ sein",
    ],
    // ---- Results of the jury ----
    [
        "the application is not with the jury",
        "de aanvraag is niet bij de jury",
        "la candidature n'est pas auprès du jury",
        "der Antrag ist nicht bei der Jury",
    ],
    [
        "the application {application_id} is not with the jury",
        "aanvraag {application_id} is niet bij de jury",
        "la candidature {application_id} n'est pas auprès du jury",
        "der Antrag {application_id} ist nicht bei der Jury",
    ],
    [
        "the application has its result already",
        "de aanvraag heeft al een resultaat",
        "la candidature a déjà un résultat",
        "der Antrag hat schon ein Ergebnis",
    ],
    [
        "the application {application_id} has its result already",
        "aanvraag {application_id} heeft al een resultaat",
        "la candidature {application_id} a déjà un résultat",
        "der Antrag {application_id} hat schon ein Ergebnis",
    ],
    [
        "the application {application_id} has too few evaluations, or a juror is still at work",
        "aanvraag {application_id} heeft te weinig beoordelingen, of een jurylid is nog bezig",
        "la candidature {application_id} a trop peu d'évaluations, ou un membre du jury y travaille encore",
        "der Antrag {application_id} hat zu wenige Bewertungen, oder ein Jurymitglied arbeitet noch daran",
    ],
    [
        "a juror of the application {application_id} has a conflict of interest: look for conflicts in the jury first",
        "een jurylid van aanvraag {application_id} heeft een belangenconflict: zoek eerst naar conflicten in de jury",
        "un membre du jury de la candidature {application_id} a un conflit d'intérêts : recherchez d'abord les conflits dans le jury",
        "ein Jurymitglied des Antrags {application_id} hat einen Interessenkonflikt: Suchen Sie zuerst nach Konflikten in der Jury",
    ],
    [
        "the jurors of the application {application_id} still have to agree on its result: wait for them, or dissolve their panel",
        "de juryleden van aanvraag {application_id} zijn het nog niet eens over het resultaat: wacht op hen, of ontbind hun panel",
        "les membres du jury de la candidature {application_id} doivent encore se mettre d'accord sur le résultat : attendez-les, ou dissolvez leur panel",
        "die Jurymitglieder des Antrags {application_id} müssen sich noch auf das Ergebnis einigen: Warten Sie auf sie, oder lösen Sie ihr Panel auf",
    ],
    [
        "fewer than two evaluations are handed in, or a juror is still at work",
        "er zijn minder dan twee beoordelingen ingediend, of een jurylid is nog bezig",
        "moins de deux évaluations sont introduites, ou un membre du jury travaille encore",
        "weniger als zwei Bewertungen sind eingereicht, oder ein Jurymitglied arbeitet noch",
    ],
    [
        "the juror has handed in no evaluation of this application",
        "het jurylid heeft geen beoordeling van deze aanvraag ingediend",
        "le membre du jury n'a introduit aucune évaluation de cette candidature",
        "das Jurymitglied hat keine Bewertung dieses Antrags eingereicht",
    ],
    [
        "a juror is still at work",
        "een jurylid is nog bezig",
        "un membre du jury travaille encore",
        "ein Jurymitglied arbeitet noch",
    ],
    [
        "the panel has agreed already",
        "het panel is het al eens",
        "le panel s'est déjà mis d'accord",
        "das Panel hat sich schon geeinigt",
    ],
    [
        "the application has no panel: name the juror who proposes its result first",
        "de aanvraag heeft geen panel: wijs eerst het jurylid aan dat het resultaat voorstelt",
        "la candidature n'a pas de panel : désignez d'abord le membre du jury qui propose le résultat",
        "der Antrag hat kein Panel: Benennen Sie zuerst das Jurymitglied, das das Ergebnis vorschlägt",
    ],
    [
        "the jurors gave {lowest} to {highest} points for criterion {criterion}: choose a score between these",
        "de juryleden gaven {lowest} tot {highest} punten voor criterium {criterion}: blijf daartussen",
        "les membres du jury ont attribué de {lowest} à {highest} points au critère {criterion} : restez entre les deux",
        "die Jurymitglieder haben {lowest} bis {highest} Punkte für das Kriterium {criterion} vergeben: Bleiben Sie dazwischen",
    ],
    [
        "give whole or half points for criterion {criterion}: half a point is 0.50",
        "geef hele of halve punten voor criterium {criterion}: een half punt is 0,50",
        "attribuez des points entiers ou des demi-points au critère {criterion} : un demi-point vaut 0,50",
        "vergeben Sie ganze oder halbe Punkte für das Kriterium {criterion}: Ein halber Punkt ist 0,50",
    ],
    [
        "say how the panel comes to this result",
        "zeg hoe het panel tot dit resultaat komt",
        "dites comment le panel arrive à ce résultat",
        "sagen Sie, wie das Panel zu diesem Ergebnis kommt",
    ],
    [
        "no result is proposed yet: the juror who was named for that proposes one first",
        "er is nog geen resultaat voorgesteld: het jurylid dat daarvoor aangewezen is, doet eerst een voorstel",
        "aucun résultat n'est encore proposé : le membre du jury désigné en propose d'abord un",
        "es ist noch kein Ergebnis vorgeschlagen: Das dafür benannte Jurymitglied schlägt zuerst eines vor",
    ],
    [
        "you proposed this result yourself: the other jurors answer",
        "je stelde dit resultaat zelf voor: nu antwoorden de andere juryleden",
        "vous avez proposé ce résultat vous-même : c'est aux autres membres du jury de répondre",
        "Sie haben dieses Ergebnis selbst vorgeschlagen: Nun antworten die anderen Jurymitglieder",
    ],
    [
        "say why you do not agree",
        "zeg waarom je niet akkoord gaat",
        "dites pourquoi vous n'êtes pas d'accord",
        "sagen Sie, warum Sie nicht zustimmen",
    ],
    // ---- Decisions ----
    [
        "results can be decided only while the campaign is in deliberation",
        "over resultaten kan alleen beslist worden zolang de campagne in deliberatie is",
        "les résultats ne peuvent être décidés que pendant la délibération",
        "über Ergebnisse kann nur während der Beratung entschieden werden",
    ],
    [
        "{count} applications for this label have no result yet: merge their evaluations first",
        "{count} aanvragen voor dit label hebben nog geen resultaat: voeg eerst hun beoordelingen samen",
        "{count} candidatures pour ce label n'ont pas encore de résultat : fusionnez d'abord leurs évaluations",
        "{count} Anträge für dieses Siegel haben noch kein Ergebnis: Führen Sie zuerst ihre Bewertungen zusammen",
    ],
    [
        "every application for this label has a decision",
        "elke aanvraag voor dit label heeft al een beslissing",
        "chaque candidature pour ce label a déjà une décision",
        "jeder Antrag für dieses Siegel hat schon eine Entscheidung",
    ],
    [
        "the decision is {status}",
        "de beslissing is {status}",
        "la décision est {status}",
        "die Entscheidung ist {status}",
    ],
    [
        "the jury's result was taken back: decide again once the jury has a new one",
        "het resultaat van de jury is teruggenomen: beslis opnieuw zodra de jury er een nieuw heeft",
        "le résultat du jury a été retiré : décidez à nouveau dès que le jury en aura un nouveau",
        "das Ergebnis der Jury wurde zurückgenommen: Entscheiden Sie neu, sobald die Jury ein neues hat",
    ],
    [
        "the jury's result behind the decision {decision_id} was taken back: decide again once the jury has a new one",
        "het resultaat van de jury waarop beslissing {decision_id} steunde, is teruggenomen: beslis opnieuw zodra de jury er een nieuw heeft",
        "le résultat du jury sur lequel s'appuyait la décision {decision_id} a été retiré : décidez à nouveau dès que le jury en aura un nouveau",
        "das Ergebnis der Jury, auf dem die Entscheidung {decision_id} beruhte, wurde zurückgenommen: Entscheiden Sie neu, sobald die Jury ein neues hat",
    ],
    ["write an explanation", "schrijf een uitleg", "écrivez une explication", "schreiben Sie eine Begründung"],
    [
        "the explanation names a juror",
        "de uitleg noemt een jurylid bij naam",
        "l'explication cite le nom d'un membre du jury",
        "die Begründung nennt ein Jurymitglied beim Namen",
    ],
    [
        "the decision {decision_id} has no explanation: write one first",
        "beslissing {decision_id} heeft geen uitleg: schrijf die eerst",
        "la décision {decision_id} n'a pas d'explication : écrivez-en d'abord une",
        "die Entscheidung {decision_id} hat keine Begründung: Schreiben Sie zuerst eine",
    ],
    [
        "the outcome is this already",
        "dit is al de uitkomst",
        "c'est déjà le résultat de la décision",
        "so lautet die Entscheidung schon",
    ],
    [
        "an application that the jury did not judge can only be inadmissible",
        "een aanvraag die de jury niet beoordeelde, kan alleen onontvankelijk zijn",
        "une candidature que le jury n'a pas évaluée ne peut être qu'irrecevable",
        "ein Antrag, den die Jury nicht bewertet hat, kann nur unzulässig sein",
    ],
    [
        "you proposed or adjusted the decision {decision_id}: a second person must confirm it",
        "je hebt beslissing {decision_id} voorgesteld of aangepast: een tweede persoon moet ze bevestigen",
        "vous avez proposé ou adapté la décision {decision_id} : une deuxième personne doit la confirmer",
        "Sie haben die Entscheidung {decision_id} vorgeschlagen oder angepasst: Eine zweite Person muss sie bestätigen",
    ],
    [
        "the decision {decision_id} is confirmed already",
        "beslissing {decision_id} is al bevestigd",
        "la décision {decision_id} est déjà confirmée",
        "die Entscheidung {decision_id} ist schon bestätigt",
    ],
    [
        "feedback can be written only after the jury is done and before the result is out",
        "feedback schrijven kan pas als de jury klaar is, en tot het resultaat bekend is",
        "les conseils ne peuvent être écrits qu'après le travail du jury et avant la publication du résultat",
        "Hinweise können nur geschrieben werden, wenn die Jury fertig ist und bevor das Ergebnis bekannt ist",
    ],
    [
        "feedback can be approved only after the jury is done and before the result is out",
        "feedback goedkeuren kan pas als de jury klaar is, en tot het resultaat bekend is",
        "les conseils ne peuvent être approuvés qu'après le travail du jury et avant la publication du résultat",
        "Hinweise können nur genehmigt werden, wenn die Jury fertig ist und bevor das Ergebnis bekannt ist",
    ],
    [
        "write what the jury advises",
        "schrijf wat de jury aanraadt",
        "écrivez ce que le jury conseille",
        "schreiben Sie, was die Jury rät",
    ],
    [
        "the feedback names a juror",
        "de feedback noemt een jurylid bij naam",
        "les conseils citent le nom d'un membre du jury",
        "die Hinweise nennen ein Jurymitglied beim Namen",
    ],
    [
        "there is no feedback on this application: write it first",
        "er is nog geen feedback over deze aanvraag: schrijf die eerst",
        "il n'y a pas encore de conseils pour cette candidature : écrivez-les d'abord",
        "es gibt noch keine Hinweise zu diesem Antrag: Schreiben Sie sie zuerst",
    ],
    [
        "the feedback is approved already",
        "de feedback is al goedgekeurd",
        "les conseils sont déjà approuvés",
        "die Hinweise sind schon genehmigt",
    ],
    // ---- Labels ----
    [
        "the label is revoked already",
        "het label is al ingetrokken",
        "le label a déjà été retiré",
        "das Siegel ist schon aberkannt",
    ],
    // ---- The European label ----
    [
        "candidates can be computed only after the results are out",
        "kandidaten kunnen pas berekend worden als de resultaten bekend zijn",
        "les candidats ne peuvent être calculés qu'après la publication des résultats",
        "Kandidaten können erst berechnet werden, wenn die Ergebnisse bekannt sind",
    ],
    [
        "write a country as two capital letters (ISO 3166), and not as {country}",
        "schrijf een land met twee hoofdletters (ISO 3166), en niet als {country}",
        "écrivez un pays en deux majuscules (ISO 3166), et non {country}",
        "schreiben Sie ein Land mit zwei Großbuchstaben (ISO 3166), und nicht {country}",
    ],
    [
        "Belgium is counted already: leave it out",
        "België is al meegeteld: laat het weg",
        "la Belgique est déjà comptée : ne la mentionnez pas",
        "Belgien ist schon mitgezählt: Lassen Sie es weg",
    ],
    [
        "say where this is known from",
        "zeg hoe je dit weet",
        "dites d'où vous le savez",
        "sagen Sie, woher Sie das wissen",
    ],
    [
        "the nomination of this project is decided already",
        "over de nominatie van dit project is al beslist",
        "la nomination de ce projet est déjà décidée",
        "über die Nominierung dieses Projekts ist schon entschieden",
    ],
    // ---- Prizes ----
    [
        "the first prize has number 1: give 1 or more",
        "plaatsen beginnen bij 1: geef 1 of meer",
        "les places commencent à 1 : donnez 1 ou plus",
        "die Plätze beginnen bei 1: Geben Sie 1 oder mehr an",
    ],
    [
        "there is already a prize with this number for this label",
        "er is voor dit label al een prijs met deze plaats",
        "il y a déjà un prix à cette place pour ce label",
        "es gibt für dieses Siegel schon einen Preis mit diesem Platz",
    ],
    ["give the prize a name", "geef de prijs een naam", "donnez un nom au prix", "geben Sie dem Preis einen Namen"],
    [
        "a prize has at least one part",
        "een prijs heeft minstens één deel",
        "un prix a au moins une partie",
        "ein Preis hat mindestens einen Teil",
    ],
    [
        "an amount cannot be negative",
        "een bedrag kan niet negatief zijn",
        "un montant ne peut pas être négatif",
        "ein Betrag kann nicht negativ sein",
    ],
    [
        "all prizes together cost {needed} cents, and the budget is {budget} cents",
        "alle prijzen samen kosten {needed} cent, en het budget is {budget} cent",
        "tous les prix ensemble coûtent {needed} centimes, et le budget est de {budget} centimes",
        "alle Preise zusammen kosten {needed} Cent, und das Budget ist {budget} Cent",
    ],
    [
        "prizes can be given only once the campaign is in deliberation",
        "prijzen kunnen pas toegekend worden als de campagne in deliberatie is",
        "les prix ne peuvent être attribués qu'à partir de la délibération",
        "Preise können erst ab der Beratung vergeben werden",
    ],
    [
        "no application of this project earned this label in this campaign",
        "geen enkele aanvraag van dit project kreeg dit label in deze campagne",
        "aucune candidature de ce projet n'a reçu ce label dans cette édition",
        "kein Antrag dieses Projekts hat in dieser Runde dieses Siegel erhalten",
    ],
    [
        "no teacher of this school earned the label with this project",
        "geen enkele leerkracht van deze school kreeg het label met dit project",
        "aucun enseignant de cette école n'a reçu le label avec ce projet",
        "keine Lehrkraft dieser Schule hat das Siegel mit diesem Projekt erhalten",
    ],
    [
        "this prize is given already",
        "deze prijs is al toegekend",
        "ce prix est déjà attribué",
        "dieser Preis ist schon vergeben",
    ],
    [
        "you gave this prize: a second person must confirm it",
        "je hebt deze prijs toegekend: een tweede persoon moet hem bevestigen",
        "vous avez attribué ce prix : une deuxième personne doit le confirmer",
        "Sie haben diesen Preis vergeben: Eine zweite Person muss ihn bestätigen",
    ],
    ["the prize is {status}", "de prijs is {status}", "le prix est {status}", "der Preis ist {status}"],
    [
        "look at the prize again: {why}",
        "bekijk de prijs opnieuw: {why}",
        "réexaminez le prix : {why}",
        "sehen Sie sich den Preis erneut an: {why}",
    ],
    [
        "the results of this label are not published",
        "de resultaten van dit label zijn nog niet bekendgemaakt",
        "les résultats de ce label ne sont pas encore publiés",
        "die Ergebnisse dieses Siegels sind noch nicht veröffentlicht",
    ],
    [
        "no confirmed prize of this label waits to be announced",
        "voor dit label is er geen bevestigde prijs om aan te kondigen",
        "il n'y a pas de prix confirmé à annoncer pour ce label",
        "für dieses Siegel gibt es keinen bestätigten Preis, der bekannt zu geben ist",
    ],
    // ---- Release of the results ----
    [
        "there are no results for this label",
        "er zijn geen resultaten voor dit label",
        "il n'y a pas de résultats pour ce label",
        "es gibt keine Ergebnisse für dieses Siegel",
    ],
    [
        "the release of this label's results is prepared already",
        "de bekendmaking van de resultaten van dit label is al voorbereid",
        "la publication des résultats de ce label est déjà préparée",
        "die Veröffentlichung der Ergebnisse dieses Siegels ist schon vorbereitet",
    ],
    [
        "{count} applications for this label have no confirmed decision: a second person must confirm them first",
        "{count} aanvragen voor dit label hebben geen bevestigde beslissing: een tweede persoon moet ze eerst bevestigen",
        "{count} candidatures pour ce label n'ont pas de décision confirmée : une deuxième personne doit d'abord les confirmer",
        "{count} Anträge für dieses Siegel haben keine bestätigte Entscheidung: Eine zweite Person muss sie zuerst bestätigen",
    ],
    [
        "{count} applications for this label have no approved feedback: write and approve it first",
        "{count} aanvragen voor dit label hebben geen goedgekeurde feedback: schrijf die eerst en keur die goed",
        "{count} candidatures pour ce label n'ont pas de conseils approuvés : écrivez-les et approuvez-les d'abord",
        "{count} Anträge für dieses Siegel haben keine genehmigten Hinweise: Schreiben und genehmigen Sie diese zuerst",
    ],
    [
        "the release is {status}",
        "de bekendmaking is {status}",
        "la publication est {status}",
        "die Veröffentlichung ist {status}",
    ],
    [
        "the results are not those that you saw, or have changed since they were prepared: prepare the release again",
        "dit zijn niet de resultaten die je zag, of ze zijn gewijzigd sinds ze voorbereid zijn: bereid de bekendmaking opnieuw voor",
        "ce ne sont pas les résultats que vous avez vus, ou ils ont changé depuis leur préparation : préparez à nouveau la publication",
        "dies sind nicht die Ergebnisse, die Sie gesehen haben, oder sie haben sich seit der Vorbereitung geändert: Bereiten Sie die Veröffentlichung neu vor",
    ],
    [
        "the results have changed since they were approved: prepare the release again",
        "de resultaten zijn gewijzigd sinds ze goedgekeurd zijn: bereid de bekendmaking opnieuw voor",
        "les résultats ont changé depuis leur approbation : préparez à nouveau la publication",
        "die Ergebnisse haben sich seit der Genehmigung geändert: Bereiten Sie die Veröffentlichung neu vor",
    ],
    [
        "you prepared this release: a second person must approve it",
        "je hebt deze bekendmaking voorbereid: een tweede persoon moet ze goedkeuren",
        "vous avez préparé cette publication : une deuxième personne doit l'approuver",
        "Sie haben diese Veröffentlichung vorbereitet: Eine zweite Person muss sie genehmigen",
    ],
    [
        "this result is not released yet",
        "dit resultaat is nog niet bekendgemaakt",
        "ce résultat n'est pas encore publié",
        "dieses Ergebnis ist noch nicht veröffentlicht",
    ],
    [
        "the teacher knows this result already",
        "de leerkracht kent dit resultaat al",
        "l'enseignant connaît déjà ce résultat",
        "die Lehrkraft kennt dieses Ergebnis schon",
    ],
    [
        "say how the teacher was told",
        "zeg hoe de leerkracht het vernomen heeft",
        "dites comment l'enseignant a été informé",
        "sagen Sie, wie die Lehrkraft es erfahren hat",
    ],
    [
        "the teacher does not know the result {publication_item_id} yet: wait for the mail, or note how the teacher was told otherwise",
        "de leerkracht kent resultaat {publication_item_id} nog niet: wacht op de mail, of noteer hoe de leerkracht het anders vernomen heeft",
        "l'enseignant ne connaît pas encore le résultat {publication_item_id} : attendez l'e-mail, ou notez comment il a été informé autrement",
        "die Lehrkraft kennt das Ergebnis {publication_item_id} noch nicht: Warten Sie auf die E-Mail, oder vermerken Sie, wie sie es sonst erfahren hat",
    ],
    [
        "the result {publication_item_id} has no form on ESEP",
        "resultaat {publication_item_id} heeft geen formulier op ESEP",
        "le résultat {publication_item_id} n'a pas de formulaire sur ESEP",
        "das Ergebnis {publication_item_id} hat kein Formular auf ESEP",
    ],
    [
        "the result {publication_item_id} is marked as published on ESEP already",
        "resultaat {publication_item_id} is al gemarkeerd als gepubliceerd op ESEP",
        "le résultat {publication_item_id} est déjà marqué comme publié sur ESEP",
        "das Ergebnis {publication_item_id} ist schon als auf ESEP veröffentlicht markiert",
    ],
    // ---- Mail ----
    [
        "only a mail that was given up can be sent again; this one is {status}",
        "alleen een mail die opgegeven is, kan opnieuw verstuurd worden; deze is {status}",
        "seul un e-mail abandonné peut être renvoyé ; celui-ci est {status}",
        "nur eine aufgegebene E-Mail kann erneut gesendet werden; diese ist {status}",
    ],
    // ---- Personal data ----
    [
        "you asked for your data less than 30 days ago",
        "je vroeg je gegevens minder dan 30 dagen geleden al op",
        "vous avez déjà demandé vos données il y a moins de 30 jours",
        "Sie haben Ihre Daten schon vor weniger als 30 Tagen angefordert",
    ],
    [
        "this is a program: revoke its keys and lock it",
        "dit is een programma: trek zijn sleutels in en blokkeer het",
        "ceci est un programme : révoquez ses clés et bloquez-le",
        "dies ist ein Programm: Widerrufen Sie seine Schlüssel, und sperren Sie es",
    ],
    [
        "{count} applications of this person are not decided yet: the person takes them back, or waits for the results",
        "over {count} aanvragen van deze persoon is nog niet beslist: de persoon trekt ze in, of wacht op de resultaten",
        "{count} candidatures de cette personne ne sont pas encore décidées : la personne les retire, ou attend les résultats",
        "über {count} Anträge dieser Person ist noch nicht entschieden: Die Person zieht sie zurück oder wartet auf die Ergebnisse",
    ],
    [
        "this juror has {count} assignments in a campaign that is not over: revoke them, or wait for the results",
        "dit jurylid heeft {count} toewijzingen in een campagne die nog loopt: trek ze in, of wacht op de resultaten",
        "ce membre du jury a {count} attributions dans une édition en cours : retirez-les, ou attendez les résultats",
        "dieses Jurymitglied hat {count} Zuteilungen in einer Runde, die noch läuft: Widerrufen Sie sie, oder warten Sie auf die Ergebnisse",
    ],
    [
        "{kind}: keep this for 1 to 240 months",
        "{kind}: bewaar dit 1 tot 240 maanden",
        "{kind} : conservez ceci de 1 à 240 mois",
        "{kind}: Bewahren Sie dies 1 bis 240 Monate auf",
    ],
    [
        "the list has changed since you looked at it: look at it again",
        "de lijst is gewijzigd sinds je ze bekeek: bekijk ze opnieuw",
        "la liste a changé depuis que vous l'avez examinée : examinez-la à nouveau",
        "die Liste hat sich geändert, seit Sie sie angesehen haben: Sehen Sie sie sich erneut an",
    ],
    [
        "nothing has to be erased now",
        "er moet nu niets gewist worden",
        "rien ne doit être effacé maintenant",
        "zurzeit muss nichts gelöscht werden",
    ],
];

/// The same of sentences in answers that are no refusals.
pub static ANSWERS: &[[&str; 4]] = &[
    // ---- Errors of a request ----
    [
        "There is no such thing, or it is not for you to see.",
        "Dit bestaat niet, of het is niet voor jou te zien.",
        "Ceci n'existe pas, ou vous ne pouvez pas le voir.",
        "Dies gibt es nicht, oder Sie dürfen es nicht sehen.",
    ],
    [
        "The token is not valid.",
        "Het token is niet geldig.",
        "Le jeton n'est pas valable.",
        "Das Token ist nicht gültig.",
    ],
    [
        "Too often. Try again in {seconds} seconds.",
        "Te vaak. Probeer opnieuw over {seconds} seconden.",
        "Trop souvent. Réessayez dans {seconds} secondes.",
        "Zu oft. Versuchen Sie es in {seconds} Sekunden erneut.",
    ],
    [
        "This idempotency key was used with another input.",
        "Deze idempotentiesleutel is met een andere invoer gebruikt.",
        "Cette clé d'idempotence a été utilisée avec d'autres données.",
        "Dieser Idempotenzschlüssel wurde mit anderen Eingaben verwendet.",
    ],
    [
        "Something went wrong on our side. Give support the request id.",
        "Er ging iets mis bij ons. Geef de helpdesk het nummer van de aanvraag (request id).",
        "Un problème est survenu chez nous. Donnez au support le numéro de la requête (request id).",
        "Bei uns ist etwas schiefgegangen. Geben Sie dem Support die Nummer der Anfrage (request id).",
    ],
    [
        "`{field}` is for people who are signed in.",
        "`{field}` is voor wie aangemeld is.",
        "`{field}` est réservé aux personnes connectées.",
        "`{field}` ist für angemeldete Personen.",
    ],
    [
        "`{field}` is not for the role {role}.",
        "`{field}` is niet voor de rol {role}.",
        "`{field}` n'est pas pour le rôle {role}.",
        "`{field}` ist nicht für die Rolle {role}.",
    ],
    [
        "You do not hold the role you want to act in.",
        "Je hebt de rol niet waarin je wilt handelen.",
        "Vous n'avez pas le rôle dans lequel vous voulez agir.",
        "Sie haben die Rolle nicht, in der Sie handeln wollen.",
    ],
    [
        "an id of the form {prefix}_ and 32 hex digits is wanted",
        "hier hoort een id van de vorm {prefix}_ en 32 hexadecimale cijfers",
        "un identifiant de la forme {prefix}_ et 32 chiffres hexadécimaux est attendu",
        "hier gehört eine ID der Form {prefix}_ und 32 Hexadezimalziffern hin",
    ],
    [
        "an id of the form kind_ and 32 hex digits is wanted",
        "hier hoort een id van de vorm soort_ en 32 hexadecimale cijfers",
        "un identifiant de la forme sorte_ et 32 chiffres hexadécimaux est attendu",
        "hier gehört eine ID der Form Art_ und 32 Hexadezimalziffern hin",
    ],
    [
        "a text without NUL characters is wanted",
        "hier hoort een tekst zonder NUL-tekens",
        "un texte sans caractères NUL est attendu",
        "hier gehört ein Text ohne NUL-Zeichen hin",
    ],
    [
        "a code of letters and digits is wanted",
        "hier hoort een code van letters en cijfers",
        "un code de lettres et de chiffres est attendu",
        "hier gehört ein Code aus Buchstaben und Ziffern hin",
    ],
    [
        "true or false is wanted",
        "hier hoort true of false",
        "true ou false est attendu",
        "hier gehört true oder false hin",
    ],
    [
        "an instant such as 2026-07-01T22:00:00Z, from 1900 to 2200, is wanted",
        "hier hoort een tijdstip zoals 2026-07-01T22:00:00Z, van 1900 tot 2200",
        "un instant comme 2026-07-01T22:00:00Z, de 1900 à 2200, est attendu",
        "hier gehört ein Zeitpunkt wie 2026-07-01T22:00:00Z hin, von 1900 bis 2200",
    ],
    [
        "a date such as 2026-07-01, from 1900 to 2200, is wanted",
        "hier hoort een datum zoals 2026-07-01, van 1900 tot 2200",
        "une date comme 2026-07-01, de 1900 à 2200, est attendue",
        "hier gehört ein Datum wie 2026-07-01 hin, von 1900 bis 2200",
    ],
    [
        "`first` is from 1 to {limit}",
        "`first` is van 1 tot {limit}",
        "`first` va de 1 à {limit}",
        "`first` geht von 1 bis {limit}",
    ],
    [
        "`last` is from 1 to {limit}",
        "`last` is van 1 tot {limit}",
        "`last` va de 1 à {limit}",
        "`last` geht von 1 bis {limit}",
    ],
    [
        "give `first` or `last`, not both",
        "geef `first` of `last`, niet allebei",
        "donnez `first` ou `last`, pas les deux",
        "geben Sie `first` oder `last` an, nicht beides",
    ],
    [
        "this cursor does not belong to this list, filter and order",
        "deze cursor hoort niet bij deze lijst, filter en volgorde",
        "ce curseur n'appartient pas à cette liste, ce filtre et cet ordre",
        "dieser Cursor gehört nicht zu dieser Liste, diesem Filter und dieser Reihenfolge",
    ],
    ["{place} is wanted", "{place} is nodig", "{place} est nécessaire", "{place} wird gebraucht"],
    [
        "{place} must not be null",
        "{place} mag niet null zijn",
        "{place} ne peut pas être null",
        "{place} darf nicht null sein",
    ],
    [
        "{place} is not a value of {type}",
        "{place} is geen waarde van {type}",
        "{place} n'est pas une valeur de {type}",
        "{place} ist kein Wert von {type}",
    ],
    [
        "{place} is not a value of {type}: an instant such as 2026-07-01T22:00:00Z, from 1900 to 2200, is wanted",
        "{place} is geen waarde van {type}: hier hoort een tijdstip zoals 2026-07-01T22:00:00Z, van 1900 tot 2200",
        "{place} n'est pas une valeur de {type} : un instant comme 2026-07-01T22:00:00Z, de 1900 à 2200, est attendu",
        "{place} ist kein Wert von {type}: Hier gehört ein Zeitpunkt wie 2026-07-01T22:00:00Z hin, von 1900 bis 2200",
    ],
    [
        "{place} is not a value of {type}: a date such as 2026-07-01, from 1900 to 2200, is wanted",
        "{place} is geen waarde van {type}: hier hoort een datum zoals 2026-07-01, van 1900 tot 2200",
        "{place} n'est pas une valeur de {type} : une date comme 2026-07-01, de 1900 à 2200, est attendue",
        "{place} ist kein Wert von {type}: Hier gehört ein Datum wie 2026-07-01 hin, von 1900 bis 2200",
    ],
    [
        "{place} is not an object of the type {type}",
        "{place} is geen object van het type {type}",
        "{place} n'est pas un objet du type {type}",
        "{place} ist kein Objekt des Typs {type}",
    ],
    [
        "{place} has no field `{field}`",
        "{place} heeft geen veld `{field}`",
        "{place} n'a pas de champ `{field}`",
        "{place} hat kein Feld `{field}`",
    ],
    [
        "{place} has a NUL character in it",
        "in {place} zit een NUL-teken",
        "{place} contient un caractère NUL",
        "{place} enthält ein NUL-Zeichen",
    ],
    // ---- What was found in a row of an import ----
    [
        "this is empty, and needed",
        "dit is leeg, en is nodig",
        "c'est vide, et nécessaire",
        "dies ist leer und wird gebraucht",
    ],
    [
        "this is not a mail address",
        "dit is geen e-mailadres",
        "ceci n'est pas une adresse e-mail",
        "dies ist keine E-Mail-Adresse",
    ],
    [
        "this is not a date, or a date that can be read in two ways",
        "dit is geen datum, of een datum die je op twee manieren kunt lezen",
        "ceci n'est pas une date, ou une date qui se lit de deux façons",
        "dies ist kein Datum oder eines, das man auf zwei Arten lesen kann",
    ],
    [
        "this is neither yes nor no",
        "dit is geen ja en geen nee",
        "ceci n'est ni oui ni non",
        "dies ist weder Ja noch Nein",
    ],
    [
        "this is not one of the choices of the form",
        "dit is geen keuze van het formulier",
        "ceci n'est pas un choix du formulaire",
        "dies ist keine Auswahl des Formulars",
    ],
    [
        "this is not the address of a project on ESEP",
        "dit is geen adres van een project op ESEP",
        "ceci n'est pas l'adresse d'un projet sur ESEP",
        "dies ist keine Adresse eines Projekts auf ESEP",
    ],
    [
        "this has more than 200 characters",
        "dit heeft meer dan 200 tekens",
        "ceci a plus de 200 caractères",
        "dies hat mehr als 200 Zeichen",
    ],
    [
        "this is not a valid school number, or it is the number of another school than the one in the row",
        "dit is geen geldig schoolnummer, of het nummer van een andere school dan die in de rij",
        "ceci n'est pas un numéro d'école valable, ou c'est celui d'une autre école que celle de la ligne",
        "dies ist keine gültige Schulnummer oder die einer anderen Schule als der in der Zeile",
    ],
    [
        "no such school is known: enter it, then judge the row again",
        "deze school is niet bekend: voer ze in en beoordeel de rij opnieuw",
        "cette école n'est pas connue : encodez-la, puis réexaminez la ligne",
        "diese Schule ist nicht bekannt: Tragen Sie sie ein und prüfen Sie die Zeile erneut",
    ],
    [
        "several schools have this name: give the number",
        "meerdere scholen heten zo: geef het nummer",
        "plusieurs écoles portent ce nom : donnez le numéro",
        "mehrere Schulen heißen so: Geben Sie die Nummer an",
    ],
    [
        "the school is not in Belgium",
        "de school ligt niet in België",
        "l'école n'est pas en Belgique",
        "die Schule liegt nicht in Belgien",
    ],
    [
        "only staff of the community of the school can import this row",
        "alleen de medewerkers van de gemeenschap van de school kunnen deze rij inlezen",
        "seuls les collaborateurs de la communauté de l'école peuvent importer cette ligne",
        "nur die Mitarbeitenden der Gemeinschaft der Schule können diese Zeile einlesen",
    ],
    [
        "this names neither a country nor a community of Belgium, and is ignored: {text}",
        "dit is geen land en geen gemeenschap van België, en wordt overgeslagen: {text}",
        "ceci n'est ni un pays ni une communauté de Belgique, et est ignoré : {text}",
        "dies ist weder ein Land noch eine Gemeinschaft Belgiens und wird übergangen: {text}",
    ],
    [
        "the project can get no label: its founders are of one country and its schools of one community, or the row does not say where a partner school is",
        "het project kan geen label krijgen: de oprichters komen uit één land en de scholen uit één gemeenschap, of de rij zegt niet waar een partnerschool ligt",
        "le projet ne peut obtenir aucun label : ses fondateurs viennent d'un seul pays et ses écoles d'une seule communauté, ou la ligne ne dit pas où se trouve une école partenaire",
        "das Projekt kann kein Label bekommen: Seine Gründer kommen aus einem Land und seine Schulen aus einer Gemeinschaft, oder die Zeile sagt nicht, wo eine Partnerschule liegt",
    ],
    [
        "the date is in the future",
        "de datum ligt in de toekomst",
        "la date est dans le futur",
        "das Datum liegt in der Zukunft",
    ],
    [
        "the project ends before it starts",
        "het project eindigt voor het begint",
        "le projet se termine avant de commencer",
        "das Projekt endet, bevor es beginnt",
    ],
    [
        "the form was sent after the deadline of step 1",
        "het formulier is verstuurd na de deadline van stap 1",
        "le formulaire a été envoyé après la date limite de l'étape 1",
        "das Formular wurde nach der Frist von Schritt 1 gesendet",
    ],
    [
        "an earlier row has the same teacher and project",
        "een eerdere rij heeft dezelfde leerkracht en hetzelfde project",
        "une ligne précédente a le même enseignant et le même projet",
        "eine frühere Zeile hat dieselbe Lehrkraft und dasselbe Projekt",
    ],
    [
        "the account with this address does not belong to your community, or it belongs to staff: ask its owner first",
        "de account met dit adres hoort niet bij jouw gemeenschap, of is van een medewerker: vraag het eerst aan de eigenaar",
        "le compte avec cette adresse n'appartient pas à votre communauté, ou c'est celui d'un collaborateur : demandez d'abord à son titulaire",
        "das Konto mit dieser Adresse gehört nicht zu Ihrer Gemeinschaft oder gehört Mitarbeitenden: Fragen Sie zuerst den Inhaber",
    ],
    [
        "the project with this address belongs to another community: its founders, or staff there, must add the school first",
        "het project met dit adres hoort bij een andere gemeenschap: de oprichters, of de medewerkers daar, moeten eerst de school toevoegen",
        "le projet avec cette adresse appartient à une autre communauté : ses fondateurs, ou les collaborateurs de là-bas, doivent d'abord ajouter l'école",
        "das Projekt mit dieser Adresse gehört zu einer anderen Gemeinschaft: Seine Gründer oder die Mitarbeitenden dort müssen zuerst die Schule hinzufügen",
    ],
    [
        "the cell holds an error of the spreadsheet, or a formula without a value: {text}",
        "de cel bevat een fout van het rekenblad, of een formule zonder waarde: {text}",
        "la cellule contient une erreur du tableur, ou une formule sans valeur : {text}",
        "die Zelle enthält einen Fehler der Tabelle oder eine Formel ohne Wert: {text}",
    ],
    [
        "staff have refused this registration before; an import does not make it again",
        "de medewerkers hebben deze registratie al geweigerd; een import maakt ze niet opnieuw",
        "les collaborateurs ont déjà refusé cette inscription ; une importation ne la refait pas",
        "die Mitarbeitenden haben diese Registrierung schon abgelehnt; ein Import legt sie nicht neu an",
    ],
    [
        "it is not clear whether the day or the month comes first",
        "het is niet duidelijk of de dag of de maand eerst komt",
        "on ne sait pas si le jour ou le mois vient en premier",
        "es ist nicht klar, ob der Tag oder der Monat zuerst kommt",
    ],
    [
        "it is not clear whether the day or the month comes first; this was read, and this it may be: {text}",
        "het is niet duidelijk of de dag of de maand eerst komt; dit is gelezen, en dit kan het zijn: {text}",
        "on ne sait pas si le jour ou le mois vient en premier ; ce qui a été lu, et ce que ce pourrait être : {text}",
        "es ist nicht klar, ob der Tag oder der Monat zuerst kommt; das wurde gelesen, und das kann es sein: {text}",
    ],
    [
        "some letters may be wrong or lost: the file mixes character encodings",
        "sommige letters kunnen fout of weg zijn: het bestand mengt tekencoderingen",
        "des lettres peuvent être fausses ou perdues : le fichier mélange des encodages",
        "manche Buchstaben können falsch oder verloren sein: Die Datei mischt Zeichenkodierungen",
    ],
    [
        "the row is hidden in the spreadsheet",
        "de rij is verborgen in het rekenblad",
        "la ligne est masquée dans le tableur",
        "die Zeile ist in der Tabelle ausgeblendet",
    ],
    [
        "the row has more cells than there are columns; the others are ignored",
        "de rij heeft meer cellen dan er kolommen zijn; de andere worden overgeslagen",
        "la ligne a plus de cellules qu'il n'y a de colonnes ; les autres sont ignorées",
        "die Zeile hat mehr Zellen, als es Spalten gibt; die übrigen werden übergangen",
    ],
    [
        "staff took back what this row had made: correct the row, then judge it again",
        "de medewerkers hebben teruggenomen wat deze rij had gemaakt: verbeter de rij en beoordeel ze opnieuw",
        "les collaborateurs ont retiré ce que cette ligne avait créé : corrigez la ligne, puis réexaminez-la",
        "die Mitarbeitenden haben zurückgenommen, was diese Zeile angelegt hatte: Korrigieren Sie die Zeile und prüfen Sie sie erneut",
    ],
    [
        "the account of the teacher is locked",
        "de account van de leerkracht is geblokkeerd",
        "le compte de l'enseignant est bloqué",
        "das Konto der Lehrkraft ist gesperrt",
    ],
    [
        "the teacher is in the jury for this label, and cannot apply for it",
        "de leerkracht zit in de jury voor dit label en kan het niet aanvragen",
        "l'enseignant est dans le jury de ce label et ne peut pas le demander",
        "die Lehrkraft sitzt in der Jury für dieses Label und kann es nicht beantragen",
    ],
    [
        "the teacher has taken back this registration; an import does not make it again",
        "de leerkracht heeft deze registratie ingetrokken; een import maakt ze niet opnieuw",
        "l'enseignant a retiré cette inscription ; une importation ne la refait pas",
        "die Lehrkraft hat diese Registrierung zurückgezogen; ein Import legt sie nicht neu an",
    ],
    [
        "the project was registered on ESEP outside the dates of the campaign: staff must review it",
        "het project is buiten de data van de campagne op ESEP geregistreerd: de medewerkers moeten het nakijken",
        "le projet a été enregistré sur ESEP hors des dates de la campagne : les collaborateurs doivent l'examiner",
        "das Projekt wurde außerhalb der Daten der Kampagne auf ESEP registriert: Die Mitarbeitenden müssen es prüfen",
    ],
    [
        "the teacher answered no to this condition: staff must review it",
        "de leerkracht antwoordde nee op deze voorwaarde: de medewerkers moeten het nakijken",
        "l'enseignant a répondu non à cette condition : les collaborateurs doivent l'examiner",
        "die Lehrkraft hat diese Bedingung verneint: Die Mitarbeitenden müssen es prüfen",
    ],
    [
        "the project does not end before the deadline of step 2; it must, before the teacher can hand in",
        "het project eindigt niet voor de deadline van stap 2; dat moet, voor de leerkracht kan indienen",
        "le projet ne se termine pas avant la date limite de l'étape 2 ; il le doit, avant que l'enseignant puisse remettre sa candidature",
        "das Projekt endet nicht vor der Frist von Schritt 2; das muss es, bevor die Lehrkraft einreichen kann",
    ],
    [
        "the teacher has more registrations than are judged in a school year",
        "de leerkracht heeft meer registraties dan er in een schooljaar beoordeeld worden",
        "l'enseignant a plus d'inscriptions qu'il n'en est évalué par année scolaire",
        "die Lehrkraft hat mehr Registrierungen, als in einem Schuljahr bewertet werden",
    ],
    [
        "no school with this name is known; it is listed with the project",
        "er is geen school met deze naam bekend; ze staat bij het project",
        "aucune école de ce nom n'est connue ; elle est listée avec le projet",
        "keine Schule mit diesem Namen ist bekannt; sie steht beim Projekt",
    ],
    [
        "the row has no school number: the school was found by its name",
        "de rij heeft geen schoolnummer: de school is gevonden op naam",
        "la ligne n'a pas de numéro d'école : l'école a été trouvée par son nom",
        "die Zeile hat keine Schulnummer: Die Schule wurde über ihren Namen gefunden",
    ],
    [
        "the school with this number has another name",
        "de school met dit nummer heet anders",
        "l'école avec ce numéro porte un autre nom",
        "die Schule mit dieser Nummer heißt anders",
    ],
    [
        "the founding schools make it another label than the one in the row",
        "door de oprichtende scholen is het een ander label dan in de rij",
        "les écoles fondatrices en font un autre label que celui de la ligne",
        "durch die Gründerschulen ist es ein anderes Label als in der Zeile",
    ],
    [
        "the dates in the row say otherwise",
        "de data in de rij zeggen iets anders",
        "les dates de la ligne disent autre chose",
        "die Daten in der Zeile sagen etwas anderes",
    ],
    [
        "it could not be written; try again",
        "het kon niet bewaard worden; probeer opnieuw",
        "cela n'a pas pu être enregistré ; réessayez",
        "es konnte nicht gespeichert werden; versuchen Sie es erneut",
    ],
    [
        "it belongs to another community",
        "dit hoort bij een andere gemeenschap",
        "cela appartient à une autre communauté",
        "dies gehört zu einer anderen Gemeinschaft",
    ],
    [
        "the row is not complete",
        "de rij is niet volledig",
        "la ligne n'est pas complète",
        "die Zeile ist nicht vollständig",
    ],
    [
        "another project has this address",
        "een ander project heeft dit adres",
        "un autre projet a cette adresse",
        "ein anderes Projekt hat diese Adresse",
    ],
    // ---- Why a prize fell back ----
    [
        "no teacher of this school holds the label for this project any more",
        "geen leerkracht van deze school heeft nog het label voor dit project",
        "plus aucun enseignant de cette école n'a le label pour ce projet",
        "keine Lehrkraft dieser Schule hat mehr das Label für dieses Projekt",
    ],
    [
        "the mean of the project's labelled applications was {was} and is {is}",
        "het gemiddelde van de aanvragen van het project met een label was {was} en is {is}",
        "la moyenne des candidatures labellisées du projet était {was} et est {is}",
        "der Mittelwert der Anträge des Projekts mit Label war {was} und ist {is}",
    ],
    // ---- How a project stands for the European label ----
    [
        "No application of the project holds a label any more.",
        "Geen aanvraag van het project heeft nog een label.",
        "Plus aucune candidature du projet n'a de label.",
        "Kein Antrag des Projekts hat mehr ein Label.",
    ],
    [
        "The mean of {count} labelled applications is {average} out of {most}; it must be above {minimum} and is. The project has a label in {countries} countries; {needed} are needed.",
        "Het gemiddelde van {count} aanvragen met een label is {average} op {most}; het moet hoger zijn dan {minimum} en is dat ook. Het project heeft een label in {countries} landen; er zijn er {needed} nodig.",
        "La moyenne de {count} candidatures labellisées est de {average} sur {most} ; elle doit dépasser {minimum} et le fait. Le projet a un label dans {countries} pays ; il en faut {needed}.",
        "Der Mittelwert von {count} Anträgen mit Label ist {average} von {most}; er muss über {minimum} liegen und tut es auch. Das Projekt hat ein Label in {countries} Ländern; {needed} sind nötig.",
    ],
    [
        "The mean of {count} labelled applications is {average} out of {most}; it must be above {minimum} and is not. The project has a label in {countries} countries; {needed} are needed.",
        "Het gemiddelde van {count} aanvragen met een label is {average} op {most}; het moet hoger zijn dan {minimum} en is dat niet. Het project heeft een label in {countries} landen; er zijn er {needed} nodig.",
        "La moyenne de {count} candidatures labellisées est de {average} sur {most} ; elle doit dépasser {minimum} et ne le fait pas. Le projet a un label dans {countries} pays ; il en faut {needed}.",
        "Der Mittelwert von {count} Anträgen mit Label ist {average} von {most}; er muss über {minimum} liegen und tut es nicht. Das Projekt hat ein Label in {countries} Ländern; {needed} sind nötig.",
    ],
    [
        "The mean of {count} labelled applications is {average} out of {most}, which is not the European scale of {scale}; it must be above {minimum} and is. The project has a label in {countries} countries; {needed} are needed.",
        "Het gemiddelde van {count} aanvragen met een label is {average} op {most}, en dat is niet de Europese schaal van {scale}; het moet hoger zijn dan {minimum} en is dat ook. Het project heeft een label in {countries} landen; er zijn er {needed} nodig.",
        "La moyenne de {count} candidatures labellisées est de {average} sur {most}, qui n'est pas l'échelle européenne de {scale} ; elle doit dépasser {minimum} et le fait. Le projet a un label dans {countries} pays ; il en faut {needed}.",
        "Der Mittelwert von {count} Anträgen mit Label ist {average} von {most}, was nicht die europäische Skala von {scale} ist; er muss über {minimum} liegen und tut es auch. Das Projekt hat ein Label in {countries} Ländern; {needed} sind nötig.",
    ],
    [
        "The mean of {count} labelled applications is {average} out of {most}, which is not the European scale of {scale}; it must be above {minimum} and is not. The project has a label in {countries} countries; {needed} are needed.",
        "Het gemiddelde van {count} aanvragen met een label is {average} op {most}, en dat is niet de Europese schaal van {scale}; het moet hoger zijn dan {minimum} en is dat niet. Het project heeft een label in {countries} landen; er zijn er {needed} nodig.",
        "La moyenne de {count} candidatures labellisées est de {average} sur {most}, qui n'est pas l'échelle européenne de {scale} ; elle doit dépasser {minimum} et ne le fait pas. Le projet a un label dans {countries} pays ; il en faut {needed}.",
        "Der Mittelwert von {count} Anträgen mit Label ist {average} von {most}, was nicht die europäische Skala von {scale} ist; er muss über {minimum} liegen und tut es nicht. Das Projekt hat ein Label in {countries} Ländern; {needed} sind nötig.",
    ],
    // ---- Why an assignment ended ----
    [
        "A new plan asks another juror.",
        "Een nieuw plan vraagt een ander jurylid.",
        "Un nouveau plan sollicite un autre membre du jury.",
        "Ein neuer Plan fragt ein anderes Jurymitglied.",
    ],
    // ---- What is wrong with a configuration ----
    [
        "nothing is known by this name",
        "er is niets met deze naam",
        "rien ne porte ce nom",
        "unter diesem Namen gibt es nichts",
    ],
    ["an object is wanted", "hier hoort een object", "un objet est attendu", "hier gehört ein Objekt hin"],
    [
        "a number with at most two digits after the point, such as 17.50, is wanted",
        "hier hoort een getal met hoogstens twee cijfers na de komma, zoals 17.50",
        "un nombre avec au plus deux chiffres après la virgule, comme 17.50, est attendu",
        "hier gehört eine Zahl mit höchstens zwei Stellen nach dem Komma hin, etwa 17.50",
    ],
    [
        "{place} is not a value of {type}: a number with at most two digits after the point, such as 17.50, is wanted",
        "{place} is geen waarde van {type}: hier hoort een getal met hoogstens twee cijfers na de komma, zoals 17.50",
        "{place} n'est pas une valeur de {type} : un nombre avec au plus deux chiffres après la virgule, comme 17.50, est attendu",
        "{place} ist kein Wert von {type}: Hier gehört eine Zahl mit höchstens zwei Stellen nach dem Komma hin, etwa 17.50",
    ],
    ["it is missing", "het ontbreekt", "il manque", "es fehlt"],
    ["a list is wanted", "hier hoort een lijst", "une liste est attendue", "hier gehört eine Liste hin"],
    ["at most {highest}", "hoogstens {highest}", "au plus {highest}", "höchstens {highest}"],
    ["a text is wanted", "hier hoort een tekst", "un texte est attendu", "hier gehört ein Text hin"],
    ["1 to {highest} characters", "1 tot {highest} tekens", "de 1 à {highest} caractères", "1 bis {highest} Zeichen"],
    [
        "a whole number is wanted",
        "hier hoort een geheel getal",
        "un nombre entier est attendu",
        "hier gehört eine ganze Zahl hin",
    ],
    ["{lowest} to {highest}", "{lowest} tot {highest}", "de {lowest} à {highest}", "{lowest} bis {highest}"],
    [
        "a date such as 2026-07-01 is wanted",
        "hier hoort een datum zoals 2026-07-01",
        "une date comme 2026-07-01 est attendue",
        "hier gehört ein Datum wie 2026-07-01 hin",
    ],
    [
        "a date of this century is wanted",
        "hier hoort een datum van deze eeuw",
        "une date de ce siècle est attendue",
        "hier gehört ein Datum dieses Jahrhunderts hin",
    ],
    [
        "a value of {type} is wanted",
        "hier hoort een waarde van {type}",
        "une valeur de {type} est attendue",
        "hier gehört ein Wert von {type} hin",
    ],
    [
        "the window for ESEP ends before it starts",
        "de periode voor ESEP eindigt voor ze begint",
        "la période pour ESEP se termine avant de commencer",
        "der Zeitraum für ESEP endet, bevor er beginnt",
    ],
    [
        "jury and results come after the deadline of step 2, in this order",
        "jury en resultaten komen na de deadline van stap 2, in deze volgorde",
        "le jury et les résultats viennent après la date limite de l'étape 2, dans cet ordre",
        "Jury und Ergebnisse kommen nach der Frist von Schritt 2, in dieser Reihenfolge",
    ],
    [
        "an address for mail is wanted",
        "hier hoort een e-mailadres",
        "une adresse e-mail est attendue",
        "hier gehört eine E-Mail-Adresse hin",
    ],
    [
        "the address of a web page is wanted",
        "hier hoort het adres van een webpagina",
        "l'adresse d'une page web est attendue",
        "hier gehört die Adresse einer Webseite hin",
    ],
    ["nl, fr or de", "nl, fr of de", "nl, fr ou de", "nl, fr oder de"],
    [
        "it is out of bounds",
        "het is te klein of te groot",
        "c'est trop petit ou trop grand",
        "es ist zu klein oder zu groß",
    ],
    [
        "there is one day of each kind",
        "er is één dag van elke soort",
        "il y a un jour de chaque sorte",
        "es gibt einen Tag von jeder Art",
    ],
    [
        "a step closes on its last day, which is in the calendar",
        "een stap sluit op haar laatste dag, en die staat in de kalender",
        "une étape se termine à son dernier jour, qui est dans le calendrier",
        "ein Schritt endet an seinem letzten Tag, und der steht im Kalender",
    ],
    [
        "the highest score is above the lowest",
        "de hoogste score ligt boven de laagste",
        "le score le plus haut dépasse le plus bas",
        "die höchste Punktzahl liegt über der niedrigsten",
    ],
    [
        "no application can reach this total",
        "geen aanvraag kan dit totaal halen",
        "aucune candidature ne peut atteindre ce total",
        "kein Antrag kann diese Summe erreichen",
    ],
    [
        "no criterion can reach this minimum",
        "geen criterium kan dit minimum halen",
        "aucun critère ne peut atteindre ce minimum",
        "kein Kriterium kann dieses Minimum erreichen",
    ],
    ["there is nothing to judge", "er is niets te beoordelen", "il n'y a rien à évaluer", "es gibt nichts zu bewerten"],
    ["there is no such gate", "die drempel bestaat niet", "ce seuil n'existe pas", "diese Hürde gibt es nicht"],
    [
        "there is no such criterion",
        "dat criterium bestaat niet",
        "ce critère n'existe pas",
        "dieses Kriterium gibt es nicht",
    ],
    ["this code is there already", "deze code is er al", "ce code existe déjà", "diesen Code gibt es schon"],
    [
        "it moves later, never earlier",
        "dit kan later worden, nooit vroeger",
        "cela peut être retardé, jamais avancé",
        "dies kann später werden, nie früher",
    ],
    [
        "it cannot change any more: the campaign is {status}",
        "dit kan niet meer wijzigen: de campagne is {status}",
        "cela ne peut plus changer : la campagne est {status}",
        "dies kann sich nicht mehr ändern: Die Kampagne ist {status}",
    ],
    [
        "this version is there and says something else; give the new one a code of its own",
        "deze versie bestaat en zegt iets anders; geef de nieuwe een eigen code",
        "cette version existe et dit autre chose ; donnez à la nouvelle un code à elle",
        "diese Fassung gibt es und sie sagt etwas anderes; geben Sie der neuen einen eigenen Code",
    ],
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use async_graphql::registry::Registry;

    use super::{ANSWERS, SENTENCES};
    use crate::{
        api::{
            act::Act,
            model::model,
            object::{Expr, Source},
        },
        mutation,
    };

    /// Everything that may be refused.
    fn acts() -> impl Iterator<Item = &'static Act> {
        mutation::acts().chain(mutation::computed())
    }

    /// The facts that a sentence names, each as often as it does.
    fn placeholders(sentence: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            sentence.split('{').skip(1).map(|rest| rest.split_once('}').expect(sentence).0).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_sentence_is_said_in_every_language() {
        let said: BTreeSet<&str> = acts().flat_map(|act| act.sentences.iter().copied()).collect();
        let known: BTreeSet<&str> = SENTENCES.iter().map(|[english, ..]| *english).collect();
        assert_eq!(said.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "these have no row");
        assert_eq!(known.difference(&said).collect::<Vec<_>>(), Vec::<&&str>::new(), "no mutation says these");
        assert_eq!(known.len(), SENTENCES.len(), "one stands there twice");
    }

    #[test]
    fn a_sentence_says_the_same_in_every_language() {
        for all in SENTENCES.iter().chain(ANSWERS) {
            for sentence in all {
                assert!(!sentence.trim().is_empty(), "{all:?}");
                assert_eq!(placeholders(sentence), placeholders(all[0]), "{all:?}");
            }
        }
    }

    #[test]
    fn what_is_kept_as_a_word_is_said_in_every_language() {
        crate::declare();
        let known: BTreeSet<&str> = ANSWERS.iter().map(|[english, ..]| *english).collect();
        let fields = model().objects.iter().flat_map(|object| &object.fields);
        let said = fields.filter_map(|field| {
            let Source::Value(Expr::Said { words, facts, .. }) = &field.source else { return None };
            Some((field.name, words, facts))
        });
        let mut count = 0;
        for (field, words, facts) in said {
            for (word, sentence) in *words {
                assert!(known.contains(sentence) || *sentence == "{text}", "{field}: {word}");
                let has = |name: &&str| facts.iter().any(|(fact, _)| fact == name);
                assert!(placeholders(sentence).iter().all(has), "{field}: {word}");
                count += 1;
            }
        }
        assert!(count > 40);
    }

    #[test]
    fn a_sentence_names_facts_that_its_refusal_has() {
        for act in acts() {
            for sentence in act.sentences {
                for name in placeholders(sentence) {
                    assert!(act.facts.iter().any(|(fact, _)| *fact == name), "{}: {sentence}", act.name);
                }
            }
        }
    }

    #[test]
    fn a_fact_has_one_type_in_a_mutation() {
        let mut registry = Registry::default();
        for act in acts() {
            let mut known = BTreeMap::new();
            for (fact, ty) in act.facts {
                if let Some(ty) = ty(&mut registry) {
                    let first = known.entry(fact).or_insert_with(|| ty.clone());
                    assert_eq!(*first, ty, "{} of {}", fact, act.name);
                }
            }
        }
    }
}
