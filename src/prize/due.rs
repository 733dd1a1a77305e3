//! What becomes of a prize that its schools have (R113): whoever speaks for a school is asked by mail what it does with it,
//! twice at most, and only while nobody told. Nothing depends on the answer.

use chrono::{DateTime, Months, NaiveDate, Utc};
use entity::{ids::PrizeShareId, job, kinds::MessageTemplate};
use serde_json::json;

use super::{
    state::{Step, after},
    store,
};
use crate::{
    account,
    campaign::{self, rules::start_of_day},
    job::Due,
    notification::{self, Mail},
    stop::Stop,
    work::Work,
};

/// Months after the school got its prize, for each time that it is asked.
const MONTHS: [u32; 2] = [6, 8];

/// When a school is asked that got its prize on a day, in their order. What is long past is asked once.
fn times(day: NaiveDate, now: DateTime<Utc>) -> Vec<(usize, DateTime<Utc>)> {
    let times =
        MONTHS.into_iter().filter_map(|months| Some(start_of_day(day.checked_add_months(Months::new(months))?)));
    let mut times: Vec<_> = times.enumerate().collect();
    let past = times.iter().filter(|(_, at)| *at <= now).count();
    times.drain(..past.saturating_sub(1));
    times
}

/// Whom to ask on which day.
pub async fn due(work: &Work) -> Result<Vec<Due>, Stop> {
    let mut due = Vec::new();
    for (share, award, campaign_id) in store::list_to_ask(work).await? {
        let Some(day) = award.handed_over_on.filter(|_| after(award.state, Step::FollowUp).is_some()) else { continue };
        due.extend(times(day, work.now()).into_iter().map(|(time, due_at)| Due {
            key: format!("{}:{time}", share.id),
            due_at,
            campaign_id,
            batch_id: None,
            application_id: None,
        }));
    }
    Ok(due)
}

/// Asks who speaks for a school, if that is still due.
pub async fn ask(work: &Work, job: &job::Model) -> Result<bool, Stop> {
    let id = job.key.split(':').next().and_then(|id| id.parse::<PrizeShareId>().ok());
    let wanted = due(work).await?.into_iter().any(|due| due.key == job.key && due.due_at <= work.now());
    let Some(id) = id.filter(|_| wanted) else { return Ok(false) };
    let (share, prize) = store::get_share(work, id).await?;
    let Some(contact) = share.contact_id else { return Ok(false) };
    let (campaign, contact) = (campaign::get(work, prize.campaign_id).await?, account::get(work, contact).await?);
    let facts = json!({
        "prize": prize.title,
        "schoolYear": campaign.school_year,
        "contactEmail": campaign.contact_email,
        "contactUrl": campaign.contact_url,
    });
    let mail = Mail::to(&contact, MessageTemplate::PrizeFollowUp).once_per(id).once_per(job.id);
    notification::enqueue(work, mail.saying(facts)).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_is_asked_after_six_and_eight_months_and_once_for_what_is_long_past() {
        let day: NaiveDate = "2027-08-31".parse().unwrap();
        let of = |now: &str| {
            times(day, start_of_day(now.parse().unwrap())).into_iter().map(|(time, _)| time).collect::<Vec<_>>()
        };
        for (now, asked) in [
            ("2027-09-01", &[0, 1][..]),
            ("2028-02-29", &[0, 1]),
            ("2028-04-29", &[0, 1]),
            ("2028-04-30", &[1]),
            ("2031-01-01", &[1]),
        ] {
            assert_eq!(of(now), asked, "{now}");
        }
        let first = times(day, DateTime::UNIX_EPOCH).first().map(|(_, at)| *at);
        assert_eq!(first, Some(start_of_day("2028-02-29".parse().unwrap())));
    }
}
