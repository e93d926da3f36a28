//! The contract of [`Ledger`](comity_flows::ports::Ledger), one function for each sentence.

mod cases;
mod commits;
mod messages;
mod others;

pub use cases::*;
pub use commits::*;
pub use messages::*;
pub use others::*;

/// Makes one test of each sentence of the contract. The argument is an async function that opens a
/// fresh ledger as `Option<Subject>`; none skips, where a database server is not given.
#[macro_export]
macro_rules! ledger_contract {
    ($open:path) => {
        $crate::ledger_contract!(@ $open:
            a_change_is_stored_whole
            a_failing_change_leaves_nothing_and_its_neighbours_stand
            leaf_indices_are_dense_and_in_the_order_of_events
            of_two_changes_of_one_version_one_is_stale
            a_case_can_be_changed_again_and_again
            many_writers_at_once_lose_nothing
            of_two_who_take_one_place_in_a_thread_one_is_stale
            the_queue_pages_through_every_view_without_gap_or_repeat
            filters_narrow_the_queue
            counts_agree_with_the_views
            what_is_due_comes_soonest_first
            a_case_is_found_by_either_number
            search_finds_words_beginnings_and_chinese_newest_first
            a_changed_case_is_no_longer_found_by_old_words
            numbers_are_never_given_twice
            a_message_known_already_is_a_duplicate
            a_stored_receipt_is_found_by_the_hash_of_the_sealed_bytes
            a_parked_message_waits_and_goes
            a_row_is_leased_to_one_and_not_again_before_its_time
            a_claim_takes_emergencies_first_and_few_of_each_peer
            an_attempt_keeps_the_sealed_bytes_and_a_reseal_changes_them
            rows_wait_for_a_receipt
            objects_wraps_and_transfers_are_kept
            a_wrap_for_a_recipient_never_changes
            officers_and_sessions_come_and_go
            a_nonce_counts_once
            register_entries_open_and_leaves_hash
            tiles_only_grow
            there_is_one_checkpoint_for_each_size
            a_peers_log_only_grows
            settings_caps_and_directory_files_are_kept
        );
    };
    (@ $open:path: $($sentence:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $sentence() {
            if let Some(subject) = $open().await {
                $crate::contract::ledger::$sentence(&subject).await;
            }
        }
    )*};
}
