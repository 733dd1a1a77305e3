//! When a mail is sent, tried again and given up; which mails carry a link.

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
/// Who asked for a link waits no longer for it, and may have asked for another.
const LINK_WAITS: TimeDelta = TimeDelta::hours(1);

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

/// Whether it is of no use any more. `deadline` is the one that it speaks of, if any.
pub fn is_stale(
    template: MessageTemplate,
    created_at: DateTime<Utc>,
    deadline: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> bool {
    match template {
        MessageTemplate::SignInLink => created_at + LINK_WAITS < now,
        MessageTemplate::DraftReminder => deadline.is_some_and(|deadline| deadline <= now),
        MessageTemplate::RegistrationConfirmed
        | MessageTemplate::ApplicationComplete
        | MessageTemplate::AssignmentInvited
        | MessageTemplate::EvaluationReminder
        | MessageTemplate::ProjectChanged
        | MessageTemplate::JuryConflict
        | MessageTemplate::ResultPublished
        | MessageTemplate::PrizeAnnounced
        | MessageTemplate::Welcome
        | MessageTemplate::PasswordChanged
        | MessageTemplate::IdentityLinked
        | MessageTemplate::SchoolInvitation
        | MessageTemplate::ProjectAddressFreed => false,
    }
}

/// Whether it carries a link that signs its one person in (R72). Its secret is made when the mail is sent.
pub fn carries_link(template: MessageTemplate) -> bool {
    match template {
        MessageTemplate::SignInLink | MessageTemplate::Welcome | MessageTemplate::RegistrationConfirmed => true,
        MessageTemplate::ApplicationComplete
        | MessageTemplate::DraftReminder
        | MessageTemplate::AssignmentInvited
        | MessageTemplate::EvaluationReminder
        | MessageTemplate::ProjectChanged
        | MessageTemplate::JuryConflict
        | MessageTemplate::ResultPublished
        | MessageTemplate::PrizeAnnounced
        | MessageTemplate::PasswordChanged
        | MessageTemplate::IdentityLinked
        | MessageTemplate::SchoolInvitation
        | MessageTemplate::ProjectAddressFreed => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_reminder_is_of_no_use_from_the_deadline_on() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (written, deadline) = (at("2026-07-01T12:00:00Z"), at("2026-07-01T22:00:00Z"));
        let stale = |template, now| is_stale(template, written, Some(deadline), now);
        assert!(!stale(MessageTemplate::DraftReminder, at("2026-07-01T21:59:59.999Z")));
        assert!(stale(MessageTemplate::DraftReminder, deadline));
        assert!(!stale(MessageTemplate::RegistrationConfirmed, deadline));
    }

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
