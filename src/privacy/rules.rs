//! What a campaign has kept for long enough, and the hash of the list of it.

use chrono::{DateTime, Months, Utc};
use entity::{
    ids::CampaignId,
    kinds::{ApplicationState, CampaignStatus, Kind, RetentionKind},
};
use sha2::{Digest, Sha256};

use crate::campaign::rules::{Keep, day_of, start_of_day};

/// What of a campaign decides on what is due.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// Where it stands.
    pub status: CampaignStatus,
    /// When step 2 closed.
    pub submission_deadline: DateTime<Utc>,
    /// For how long it keeps what.
    pub keep: Keep,
    /// Today.
    pub now: DateTime<Utc>,
}

/// What of an application decides on what is due.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// What its teacher did with it.
    pub state: ApplicationState,
    /// When its result came out.
    pub published_at: Option<DateTime<Utc>>,
    /// When its teacher last changed it.
    pub updated_at: DateTime<Utc>,
}

impl File {
    /// Whether nothing was decided on it: it never came in, or was taken back.
    pub fn is_draft(self) -> bool {
        match self.state {
            ApplicationState::Draft | ApplicationState::Withdrawn | ApplicationState::CarriedOver => true,
            ApplicationState::Complete => false,
        }
    }
}

impl Calendar {
    /// Whether results are out: from then on nothing is decided.
    pub fn is_over(self) -> bool {
        match self.status {
            CampaignStatus::Published | CampaignStatus::Archived => true,
            CampaignStatus::Draft
            | CampaignStatus::Open
            | CampaignStatus::Closed
            | CampaignStatus::Evaluation
            | CampaignStatus::Deliberation => false,
        }
    }

    /// Whether teachers can no longer hand in.
    fn is_closed(self) -> bool {
        match self.status {
            CampaignStatus::Draft | CampaignStatus::Open => false,
            CampaignStatus::Closed
            | CampaignStatus::Evaluation
            | CampaignStatus::Deliberation
            | CampaignStatus::Published
            | CampaignStatus::Archived => true,
        }
    }

    /// Since when the texts of a file are due to go, as what; `None` while they are kept. A draft counts from the day on
    /// which it could no longer be handed in, or was last changed; an application from the day of its result.
    pub fn due(self, file: File) -> Option<(RetentionKind, DateTime<Utc>)> {
        if file.is_draft() {
            let since = self.submission_deadline.max(file.updated_at);
            return (self.is_closed() && self.is_past(since, self.keep.drafts))
                .then_some((RetentionKind::Draft, since));
        }
        let since = file.published_at.unwrap_or(self.submission_deadline);
        let is_due = self.is_over() && self.is_past(since, self.keep.applications);
        is_due.then_some((RetentionKind::ApplicationTexts, since))
    }

    /// Since when it should not be known any more who judged a file; `None` while it may be.
    pub fn link_due(self, file: File) -> Option<DateTime<Utc>> {
        let since = file.published_at.unwrap_or(self.submission_deadline);
        (self.is_over() && self.is_past(since, self.keep.juror_links)).then_some(since)
    }

    /// The instant before which a mail must have been written to be due.
    pub fn mails_before(self) -> DateTime<Utc> {
        before(self.now, self.keep.messages)
    }

    /// The instant before which a photo must have been added to be due. No decision rests on it, so it does not wait for the
    /// results.
    pub fn photos_before(self) -> DateTime<Utc> {
        before(self.now, self.keep.photos)
    }

    fn is_past(self, since: DateTime<Utc>, months: i32) -> bool {
        since < before(self.now, months)
    }
}

/// The start of the day that is `months` before today in Brussels: what is of an earlier day was kept for that long, whatever
/// the hour, and on either side of a clock change.
fn before(now: DateTime<Utc>, months: i32) -> DateTime<Utc> {
    let day = day_of(now).checked_sub_months(Months::new(months.unsigned_abs()));
    day.map_or(DateTime::UNIX_EPOCH, start_of_day)
}

/// What is due of one kind: the rows, each with the instant from which it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Of which kind.
    pub kind: RetentionKind,
    /// The ids, as they are on the wire.
    pub rows: Vec<(String, DateTime<Utc>)>,
}

/// Hash of everything that is due: what is applied is exactly what was seen. The order does not matter.
pub fn list_hash(campaign: CampaignId, due: &[Due]) -> String {
    let mut lines: Vec<String> =
        due.iter().flat_map(|due| due.rows.iter().map(|(id, _)| format!("{} {id}\n", due.kind.word()))).collect();
    lines.sort_unstable();
    hex::encode(Sha256::digest(format!("{campaign}\n{}", lines.concat())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::campaign::rules::KEEP;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn calendar(status: CampaignStatus, now: &str) -> Calendar {
        Calendar { status, submission_deadline: at("2026-07-01T22:00:00Z"), keep: KEEP, now: at(now) }
    }

    fn file(state: ApplicationState, published_at: Option<&str>) -> File {
        File { state, published_at: published_at.map(at), updated_at: at("2026-06-01T10:00:00Z") }
    }

    #[test]
    fn a_draft_goes_two_years_after_it_could_be_handed_in() {
        use ApplicationState::{CarriedOver, Draft, Withdrawn};
        let due = Some((RetentionKind::Draft, at("2026-07-01T22:00:00Z")));
        for state in [Draft, Withdrawn, CarriedOver] {
            let file = file(state, None);
            // Step 2 closed as 2 July began in Brussels: that day counts, and the draft goes as 3 July begins.
            assert_eq!(calendar(CampaignStatus::Published, "2028-07-02T21:59:59Z").due(file), None);
            assert_eq!(calendar(CampaignStatus::Published, "2028-07-02T22:00:00Z").due(file), due);
            // A campaign that came to nothing keeps no drafts for ever; one that is open keeps all.
            assert_eq!(calendar(CampaignStatus::Closed, "2029-01-01T00:00:00Z").due(file), due);
            assert_eq!(calendar(CampaignStatus::Open, "2039-01-01T00:00:00Z").due(file), None);
            let later = File { updated_at: at("2028-01-01T00:00:00Z"), ..file };
            assert_eq!(calendar(CampaignStatus::Published, "2029-01-01T00:00:00Z").due(later), None);
        }
    }

    #[test]
    fn an_application_goes_five_years_after_its_result_and_its_jurors_after_two() {
        let file = file(ApplicationState::Complete, Some("2026-10-30T08:00:00Z"));
        let since = at("2026-10-30T08:00:00Z");
        for (now, link, texts) in [
            ("2028-10-30T22:59:59Z", false, false),
            ("2028-10-30T23:00:00Z", true, false),
            ("2031-10-30T22:59:59Z", true, false),
            ("2031-10-30T23:00:00Z", true, true),
        ] {
            let calendar = calendar(CampaignStatus::Archived, now);
            assert_eq!(calendar.link_due(file), link.then_some(since), "{now}");
            assert_eq!(calendar.due(file), texts.then_some((RetentionKind::ApplicationTexts, since)), "{now}");
        }
    }

    #[test]
    fn nothing_that_is_still_decided_on_goes() {
        for (status, ..) in CampaignStatus::VALUES {
            let calendar = calendar(*status, "2099-01-01T00:00:00Z");
            let file = || file(ApplicationState::Complete, None);
            assert_eq!(calendar.due(file()).is_some(), calendar.is_over(), "{status:?}");
            assert_eq!(calendar.link_due(file()).is_some(), calendar.is_over(), "{status:?}");
        }
    }

    fn due(ids: &[u32]) -> Vec<Due> {
        let rows = ids.iter().map(|id| (format!("application_{id}"), DateTime::UNIX_EPOCH)).collect();
        vec![Due { kind: RetentionKind::Draft, rows }]
    }

    proptest! {
        #[test]
        fn a_list_is_the_same_in_any_order_and_no_other(ids in prop::collection::btree_set(0u32..1000, 1..8), turn in 0usize..8) {
            let campaign = CampaignId(uuid::Uuid::from_u128(1));
            let mut ids: Vec<u32> = ids.into_iter().collect();
            let hash = list_hash(campaign, &due(&ids));
            let turn = turn % ids.len();
            ids.rotate_left(turn);
            prop_assert_eq!(&list_hash(campaign, &due(&ids)), &hash);
            prop_assert_ne!(&list_hash(CampaignId(uuid::Uuid::from_u128(2)), &due(&ids)), &hash);
            let mut other = due(&ids);
            other[0].kind = RetentionKind::Message;
            prop_assert_ne!(&list_hash(campaign, &other), &hash);
            ids.pop();
            prop_assert_ne!(&list_hash(campaign, &due(&ids)), &hash);
        }
    }
}
