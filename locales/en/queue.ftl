## The queue and its deadline rail.

queue-title = Queue
# $n: late acknowledgements and decisions; $count: $n as text
queue-late = { $n ->
    [0] Nothing is late.
    [one] One deadline has passed.
   *[other] { $count } deadlines have passed.
}
queue-soon = { $n ->
    [0] Nothing falls due in the next 4 hours.
    [one] One falls due in the next 4 hours.
   *[other] { $count } fall due in the next 4 hours.
}
queue-calm = Nothing is late and nothing falls due in the next 4 hours.
queue-empty = { $n ->
    [0] Nothing is due from you.
    [one] Nothing is due from you. One request waits on others.
   *[other] Nothing is due from you. { $count } requests wait on others.
}
queue-views = Saved views
queue-view-mine = My desk
queue-view-nobody = Nobody yet
queue-view-waiting = Waiting on others
queue-view-emergencies = Emergencies
queue-view-all = All open
queue-view-closed = Closed
# $text: what was searched for
queue-search = Found for “{ $text }”.
queue-search-clear = Back to my desk
queue-no-match = Nothing you may see matches.
queue-caption = Requests, ordered by deadline
queue-col-due = Due
queue-col-request = Request
queue-col-between = Between
queue-col-stage = Stage
queue-col-basis = Legal basis
queue-col-owner = Owner
queue-col-next = Next step
queue-group-overdue = Overdue
queue-group-four-hours = In the next 4 hours
queue-group-two-days = In the next 48 hours
queue-group-later = Later
queue-group-no-clock = No clock running
queue-no-due = no deadline
queue-nobody = Nobody yet
queue-they-answer = Nothing: they answer
queue-more = Show more
# $state: where the reader's office is
queue-times = Times are shown in UTC first, then local time. Here: { $state }.
rail-title = Deadlines ahead
rail-key-late = late
rail-key-soon = yours, soon
rail-key-yours = yours
rail-key-waiting = waiting on others
rail-now = now
# $state: where the reader's office is
rail-night = night: { $state }
rail-spoken = Deadlines over the next two days. The table below lists the same requests in the same order.
provider-inbox = Requests to us
