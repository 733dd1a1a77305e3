//! Codes of vouchers: staff enter them, and who speaks for the school reads each once. Nobody else does, and nothing else keeps
//! them.

use entity::{
    ids::{PrizeVoucherId, SchoolId},
    kinds::{ComponentKind, PrizeAwardStatus},
    prize_voucher,
};

use super::{
    answering::held,
    answers::VoucherSecret,
    inputs::{EnterVoucherInput, RevealVoucherInput},
    objects::{PrizeAward, PrizeVoucher},
    state::{Step, after},
    store,
};
use crate::{
    api::{Word, act::Call},
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// Characters of a code, at most.
const LONGEST: usize = 500;

refusals! {
    /// Why the code of a voucher is not taken.
    EnterVoucherRefusal {
        /// The schools have not accepted the prize, or do not get it.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The part is no voucher, or not of this prize.
        NotAVoucher "NOT_A_VOUCHER" on ["prizeComponentId"] = "this part of the prize is no voucher";
        /// The school does not get the prize.
        SchoolUnknown { school_id: SchoolId } "SCHOOL_UNKNOWN" on ["schoolId"] = "this school does not get the prize";
        /// The code is empty.
        SecretMissing "SECRET_MISSING" on ["secret"] = "give the code of the voucher";
        /// The code is too long.
        SecretTooLong { limit: usize } "SECRET_TOO_LONG" on ["secret"] = "the code of a voucher has at most {limit} characters";
    }
}

/// Keep the code of a voucher, sealed; another one that was entered for the same goes.
pub async fn enter(
    work: &Work,
    call: &Call<'_>,
    input: EnterVoucherInput,
) -> Answer<PrizeVoucherId, EnterVoucherRefusal> {
    use EnterVoucherRefusal as Refusal;
    let (_, award) = held(work, PrizeAward::LEAD, input.prize_award_id.0).await?;
    let (component_id, school_id) = (input.prize_component_id.0, input.school_id.0);
    let part = store::find_component(work, component_id).await?;
    let is_voucher = part.is_some_and(|part| part.prize_id == award.prize_id && part.kind == ComponentKind::Voucher);
    let shares = store::list_shares(work, &[award.id]).await?;
    let share = shares.into_iter().find(|share| share.school_id == school_id);
    let refusals = reasons([
        (after(award.state, Step::EnterVoucher).is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (!is_voucher, Refusal::NotAVoucher),
        (share.is_none(), Refusal::SchoolUnknown { school_id }),
        (input.secret.trim().is_empty(), Refusal::SecretMissing),
        (input.secret.chars().count() > LONGEST, Refusal::SecretTooLong { limit: LONGEST }),
    ]);
    let (Some(share), true) = (share, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id: PrizeVoucherId = work.id();
    let seals = call.request.api.tokens.keys().seals();
    let sealed = seals.seal((&input.secret, id.0.as_bytes()), work.chance(), work.now()).map_err(Stop::failure)?;
    store::delete_vouchers(work, &[share.id], Some(component_id)).await?;
    let voucher = prize_voucher::Model {
        id,
        share_id: share.id,
        component_id,
        sealed: Some(sealed),
        entered_by_id: work.user()?,
        entered_at: work.now(),
        shown_to_id: None,
        shown_at: None,
    };
    store::insert_voucher(work, voucher).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why the code of a voucher is not shown.
    RevealVoucherRefusal {
        /// It was shown before.
        AlreadyShown "ALREADY_SHOWN" on ["prizeVoucherId"] = "this code was shown once and is not kept: if it is lost, ask the office";
        /// The key that opens it is gone.
        Unreadable "UNREADABLE" on ["prizeVoucherId"] = "this code cannot be read any more: ask the office to enter it again";
    }
}

/// Show the code of a voucher to who speaks for the school, once: it is forgotten then.
pub async fn reveal(
    work: &Work,
    call: &Call<'_>,
    input: RevealVoucherInput,
) -> Answer<VoucherSecret, RevealVoucherRefusal> {
    use RevealVoucherRefusal as Refusal;
    let voucher = work.hold(PrizeVoucher::REVEAL, input.prize_voucher_id.0).await?.into_row();
    let id = voucher.id;
    let Some(sealed) = &voucher.sealed else { return Ok(Err(vec![Refusal::AlreadyShown])) };
    let opened = call.request.api.tokens.keys().seals().unseal(sealed, id.0.as_bytes());
    let Some(secret) = opened.map_err(Stop::failure)? else { return Ok(Err(vec![Refusal::Unreadable])) };
    let shown =
        prize_voucher::Model { sealed: None, shown_to_id: Some(work.user()?), shown_at: Some(work.now()), ..voucher };
    store::save_voucher(work, shown).await?;
    work.audit(id).await?;
    Ok(Ok(VoucherSecret::of(id, secret)))
}
