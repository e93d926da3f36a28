## What surrounds every page: menu, top bar, footer, news, keys.

# The mark between the parts of a list, with the space that follows it in this language.
comma = ,
shell-skip = Skip to main content
shell-find = Find a request, account or State
shell-night-watch = Night watch
shell-day-colours = Day colours
shell-night-colours = Night colours
shell-sign-out = Sign out
shell-language = Language
shell-menu = Menu
shell-main-menu = Main menu
# term: exercise
shell-exercise = Exercise, not real. Every State, person and case here is invented.
menu-work = Work
menu-account = Account for it
menu-queue = Queue
menu-write = Write a request
menu-triage = Incoming triage
menu-evidence = Evidence
menu-approvals = Second signatures
# term: audit_log
menu-audit = Audit log
menu-deliveries = Deliveries
foot-node = Node
foot-software = software
# $time: when the last checkpoint was sealed
foot-sealed = Audit log sealed { $time }, proof valid
foot-broken = The proof of the audit log does not hold
# $up: partners that answer, $all: all partners
foot-peers = Partners reachable: { $up } of { $all }
foot-accessibility = Accessibility
foot-keys = Keyboard help
keys-move = move
keys-open = opens
keys-list = lists every key
news-show = Show new requests
news-check = Check for news
news-lost = No news for a while, trying again. The list stays as it is.
# $count: things that arrived since the page was drawn
news-arrived = { $n ->
    [0] Nothing new.
    [one] Something arrived while you were reading. The list below has not moved.
   *[other] { $count } things arrived while you were reading. The list below has not moved.
}
# $day: a date, $time: a time with its zone
when-stamp = { $day }, { $time }
# $time: a time of day where the reader's office is
when-here = { $time } here
# $span: a length of time
when-in = in { $span }
when-late = { $span } late
when-ago = { $span } ago
# $n: minutes, $count: the same as text
span-minutes = { $n ->
    [one] { $count } min
   *[other] { $count } min
}
span-hours = { $n ->
    [one] { $count } h
   *[other] { $count } h
}
span-days = { $n ->
    [one] { $count } d
   *[other] { $count } d
}
span-hours-minutes = { $hours } h { $minutes } min
span-days-hours = { $days } d { $hours } h
