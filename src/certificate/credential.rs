//! A label as a credential that its holder keeps: Open Badges 3.0 as a signed token (VC-JWT), and the list by which anybody
//! learns without asking us for one holder whether it was revoked (W3C Bitstring Status List).
//!
//! The place of a label in the list of its track and year is its number, so nothing more is kept.

use std::io::Write;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use entity::kinds::{Kind, Track};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    answers::CredentialFile,
    commands::{chosen, name_of_holder},
    inputs::CredentialInput,
    rules::Phrase,
    store,
};
use crate::{
    application::language_of,
    auth::keys::KeyRing,
    label::{self as labels, Label, rules::split},
    refusals,
    stop::{Answer, Stop},
    words::{Said, file_name},
    work::Work,
};

/// `typ` of a credential.
const TYPE: &str = "vc+jwt";
/// The words of credentials, and those of Open Badges.
const CONTEXTS: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];
/// Places in a list; its standard asks for so many at least, so that nobody is told by the length of a list.
const PLACES: usize = 131_072;
/// For how long a list may be kept by who read it.
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// For how long a list is believed.
const BELIEVED: TimeDelta = TimeDelta::days(1);

/// The name of the server as an issuer: a `did:web` of its public address.
fn did(public_url: &str) -> String {
    let place = public_url.split_once("://").map_or(public_url, |(_, place)| place);
    let parts: Vec<String> = place.split('/').map(|part| part.replace(':', "%3A")).collect();
    format!("did:web:{}", parts.join(":"))
}

/// The document behind that name: the public keys, old ones too, as credentials are read for years.
pub fn did_document(keys: &KeyRing, public_url: &str) -> Value {
    let did = did(public_url);
    let methods: Vec<Value> = keys
        .public()
        .into_iter()
        .map(|key| {
            let id = format!("{did}#{}", key.get("kid").and_then(Value::as_str).unwrap_or_default());
            json!({ "id": id, "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": key })
        })
        .collect();
    let ids: Vec<Value> = methods.iter().filter_map(|method| method.get("id").cloned()).collect();
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
        "id": did, "verificationMethod": methods, "assertionMethod": ids,
    })
}

/// A credential as a token: what it says stands at the top, beside what every token says.
fn token(
    keys: &KeyRing,
    did: &str,
    credential: &Value,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<String, Stop> {
    let mut claims = credential.as_object().cloned().unwrap_or_default();
    claims.insert("iss".to_owned(), json!(did));
    claims.insert("jti".to_owned(), claims.get("id").cloned().unwrap_or_default());
    claims.insert("nbf".to_owned(), json!(from.timestamp()));
    keys.sign(TYPE, &claims, |kid| format!("{did}#{kid}"), now)
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// SHA-256 of an identity with a salt, as Open Badges writes it.
fn hashed(identity: &str, salt: &str) -> String {
    format!("sha256${}", hex::encode(Sha256::digest(format!("{identity}{salt}"))))
}

refusals! {
    /// Why there is no credential.
    CredentialRefusal {
        /// The label was revoked.
        Revoked "REVOKED" on ["labelId"] = "the label was revoked: it has no credential";
        /// The operator has not said where the public checks certificates.
        NoPublicUrl "NO_PUBLIC_URL" on [] = "the operator of the server must say first where the public reaches it (NQL_PUBLIC_URL)";
    }
}

/// Get the label of the caller as a credential (R97).
pub async fn credential(work: &Work, input: CredentialInput) -> Answer<CredentialFile, CredentialRefusal> {
    use CredentialRefusal as Refusal;
    let label = work.look(Label::NAME, input.label_id.0).await?;
    let Some((keys, public_url)) = work.issuer() else { return Ok(Err(vec![Refusal::NoPublicUrl])) };
    if label.revoked_at.is_some() {
        return Ok(Err(vec![Refusal::Revoked]));
    }
    let facts = store::facts(work, vec![label]).await?;
    let Some(facts) = facts.first() else { return Err(Stop::failure("a label without facts")) };
    let (label, track) = (&facts.label, facts.application.track);
    let language = chosen(input.language, language_of(&facts.campaign, facts.application.community));
    let (list, place) = split(&label.serial);
    if place >= PLACES {
        return Err(Stop::failure("more labels than a list has places"));
    }
    let (did, holder) = (did(public_url), name_of_holder(facts));
    let id = uuid::Uuid::from(label.id);
    let salt = id.simple().to_string();
    let lists = format!("{public_url}/credentials/status/{list}");
    let name = format!("{} {}", Phrase::Label(track).said(language), facts.campaign.school_year);
    let about = format!("{} {} ({})", Phrase::ForProject.said(language), facts.project, facts.school.0);
    let credential = json!({
        "@context": CONTEXTS,
        "id": format!("urn:uuid:{id}"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": did, "type": ["Profile"], "name": Phrase::Issuer.said(language), "url": public_url },
        "validFrom": instant(label.granted_at),
        "name": name,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject", "identityType": "emailAddress", "hashed": true, "salt": salt,
                    "identityHash": hashed(&facts.email.to_lowercase(), &salt),
                },
                { "type": "IdentityObject", "identityType": "name", "hashed": false, "identityHash": holder },
            ],
            "narrative": about,
            "achievement": {
                "id": format!("{did}#{list}"),
                "type": ["Achievement"],
                "achievementType": "Award",
                "inLanguage": language.word(),
                "name": name,
                "description": Phrase::Meaning(track).said(language),
                "criteria": { "narrative": Phrase::Criteria.said(language) },
            },
        },
        "evidence": [{
            "id": format!("{public_url}/verify/{}", label.verify_code), "type": ["Evidence"],
            "name": format!("{} {}", Phrase::Certificate.said(language), label.serial),
        }],
        "credentialStatus": {
            "id": format!("{lists}#{place}"), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": place.to_string(), "statusListCredential": lists,
        },
    });
    let jwt = token(keys, &did, &credential, label.granted_at, work.now())?;
    let file_name = file_name(&[Phrase::Certificate.said(language), &label.serial, &holder], "jwt");
    Ok(Ok(CredentialFile { file_name, media_type: "application/vc+jwt", jwt }))
}

/// The list of a track and year (`NQL-2025`) as a token: which labels were revoked. There is none before a label is. Who
/// reads it is outside, and goes by the clock there.
pub async fn status_list(work: &Work, list: &str, now: DateTime<Utc>) -> Result<String, Stop> {
    let (keys, public_url) = work.issuer().ok_or(Stop::NotFound)?;
    let is_one = Track::VALUES.iter().any(|(track, ..)| {
        let year = list.strip_prefix(labels::rules::word(*track)).and_then(|rest| rest.strip_prefix('-'));
        year.is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let prefix = format!("{list}-");
    if !is_one || !labels::is_begun(work, &prefix).await? {
        return Err(Stop::NotFound);
    }
    let revoked = labels::list_revoked(work, &prefix).await?;
    let encoded = encoded(revoked.iter().map(|serial| split(serial).1)).map_err(Stop::failure)?;
    let did = did(public_url);
    let id = format!("{public_url}/credentials/status/{list}");
    let credential = json!({
        "@context": [CONTEXTS[0]],
        "id": id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": instant(now),
        "validUntil": instant(now + BELIEVED),
        "credentialSubject": {
            "id": format!("{id}#list"), "type": "BitstringStatusList", "statusPurpose": "revocation",
            "ttl": FRESH.num_milliseconds(), "encodedList": encoded,
        },
    });
    token(keys, &did, &credential, now, now)
}

/// Bits, the first place at the left, packed as the standard says.
fn encoded(places: impl Iterator<Item = usize>) -> std::io::Result<String> {
    let mut bits = vec![0_u8; PLACES / 8];
    for place in places {
        if let Some(byte) = bits.get_mut(place / 8) {
            *byte |= 0x80 >> (place % 8);
        }
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&bits)?;
    Ok(format!("u{}", URL_SAFE_NO_PAD.encode(packed.finish()?)))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn an_address_is_a_name_of_an_issuer() {
        for (address, name) in [
            ("https://nql.example", "did:web:nql.example"),
            ("http://localhost:8000", "did:web:localhost%3A8000"),
            ("https://nql.example/api", "did:web:nql.example:api"),
        ] {
            assert_eq!(did(address), name);
        }
    }

    #[test]
    fn a_place_is_the_bit_that_the_standard_says() {
        let list = encoded([0, 9, PLACES - 1, PLACES].into_iter()).unwrap();
        let packed = URL_SAFE_NO_PAD.decode(list.strip_prefix('u').unwrap()).unwrap();
        let mut bits = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bits).unwrap();
        assert_eq!(bits.len(), PLACES / 8);
        assert_eq!((bits[0], bits[1], bits[PLACES / 8 - 1]), (0b1000_0000, 0b0100_0000, 1));
        assert_eq!(bits.iter().map(|byte| byte.count_ones()).sum::<u32>(), 3);
    }
}
