//! When a mail is sent, tried again and given up; which mails carry a link, and for how long it is good.

use chrono::{DateTime, TimeDelta, Utc};
use entity::kinds::MessageTemplate;

/// Whoever took a mail has this long to send it; then anybody may take it again.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);
/// In what time the mails to one reader are counted: the first goes before the second of anybody else.
pub const TURNS: TimeDelta = TimeDelta::hours(1);
/// A mail that is tried for longer is given up.
pub const PATIENCE: TimeDelta = TimeDelta::days(3);
/// Between the first two attempts; it doubles with each.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// Between two attempts at most.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(12);
/// How long a link is good that somebody asked for and waits for.
pub(super) const ASKED_FOR: TimeDelta = TimeDelta::hours(1);
/// How long one is good in a mail that nobody waits for: it is read the next day, or after a weekend or a holiday.
const UNASKED: TimeDelta = TimeDelta::days(7);

/// When a mail that was tried so often is tried again; `None` when it is given up. By `chance` it is a fifth sooner or
/// later, so that mails that failed together do not come back together.
pub fn next_attempt(
    attempts: i32,
    first_tried_at: DateTime<Utc>,
    now: DateTime<Utc>,
    chance: u16,
) -> Option<DateTime<Utc>> {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    let pause = (FIRST_PAUSE * 2_i32.pow(doublings)).min(LONGEST_PAUSE);
    let pause = pause * (80 + i32::from(chance % 41)) / 100;
    Some(now + pause).filter(|next| *next < first_tried_at + PATIENCE)
}

/// What the link in a mail opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// It signs its one person in (R72), for so long.
    Session(TimeDelta),
    /// It answers the invitation to an event that the mail is about.
    Invitation,
}

/// What the link opens that a mail carries; `None` for a mail without one. Its secret is made when the mail is sent.
pub fn link_opens(template: MessageTemplate) -> Option<Opens> {
    match template {
        MessageTemplate::SignInLink => Some(Opens::Session(ASKED_FOR)),
        MessageTemplate::Welcome | MessageTemplate::RegistrationConfirmed => Some(Opens::Session(UNASKED)),
        MessageTemplate::EventInvitation
        | MessageTemplate::EventReminder
        | MessageTemplate::EventChanged
        | MessageTemplate::EventSeat => Some(Opens::Invitation),
        MessageTemplate::RegistrationInReview
        | MessageTemplate::RegistrationRefused
        | MessageTemplate::ApplicationComplete
        | MessageTemplate::DraftReminder
        | MessageTemplate::AssignmentInvited
        | MessageTemplate::EvaluationReminder
        | MessageTemplate::ProjectChanged
        | MessageTemplate::JuryConflict
        | MessageTemplate::ResultPublished
        | MessageTemplate::ResultCorrected
        | MessageTemplate::ReconsiderationAnswered
        | MessageTemplate::PrizeAnnounced
        | MessageTemplate::EqlInfo
        | MessageTemplate::EqlOutcome
        | MessageTemplate::PrizeVisitPlanned
        | MessageTemplate::PrizeFollowUp
        | MessageTemplate::EventCancelled
        | MessageTemplate::PasswordChanged
        | MessageTemplate::IdentityLinked
        | MessageTemplate::SchoolInvitation
        | MessageTemplate::ProjectAddressFreed => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mail_is_tried_for_three_days_and_then_given_up() {
        let begin = DateTime::UNIX_EPOCH;
        let (mut now, mut attempts) = (begin, 1);
        while let Some(next) = next_attempt(attempts, begin, now, 20) {
            now = next;
            attempts += 1;
        }
        assert_eq!(attempts, 15, "1, 2, 4 ... 512 minutes, then every 12 hours");
        assert!(now > begin + TimeDelta::hours(60));
    }

    proptest! {
        #[test]
        fn a_pause_is_a_minute_to_half_a_day_give_or_take_a_fifth(attempts in 0..1000_i32, chance: u16) {
            let begin = DateTime::UNIX_EPOCH;
            let pause = next_attempt(attempts, begin, begin, chance).unwrap() - begin;
            prop_assert!(pause >= TimeDelta::seconds(48) && pause <= TimeDelta::minutes(864));
        }
    }
}
