## The law browser: atlas, States, instruments, comparison, questions, the law of one request.

menu-know = Know
menu-law = Legal bases
# The pages
law-pages = Pages of the law
law-tab-atlas = Atlas
law-tab-instruments = Instruments
law-tab-compare = Compare
law-tab-decide = Ask the law
law-tab-what-if = What changes if
# $day: the day to which facts were gathered; $hash: begin of the hash; $name: the name of the law data
law-foot = Law data “{ $name }”, as of { $day }, hash { $hash }.
law-not-advice = Not legal advice: the data proposes, a person decides.
# Words of facts
law-state = State
law-instrument = Instrument
law-measure = Measure
law-direction = Direction
law-on-day = On which day
law-on-day-hint = 2027-03-16. The law of that day is asked.
law-we-ask = we ask
law-they-ask = they ask
law-from = Who asks
law-to = Who is asked
law-addressee = Addressed to
law-data = Data
law-no-data = No data is asked for
law-offence = Offence
law-penalty = Highest penalty, in months
law-penalty-hint = In the asking State. Leave empty if not known.
law-elements = Elements of data
law-elements-hint = The category follows from the elements; the strictest counts.
law-fact-emergency = Emergency
law-fact-group = Organized criminal group
law-fact-border = Transnational
law-not-known = not known
law-not-said = not said
law-none = none
law-choose = Choose
law-choose-listed = Choose one of the list; write days as 2027-03-16 and months as a whole number.
# $field: the name of the field
law-field-wrong = This cannot be read: { $field }
# How sure a fact is
law-sure-high = verified
law-sure-medium = partly verified
law-sure-low = not verified
law-text-seen = text read
law-partly-seen = read in part
law-recalled = from memory, not verified
law-invented = invented for exercises
law-no-source-date = no date of the source
law-unverified-short = not verified
law-unverified = A fact of law here is not verified.
law-unverified-todo = A person confirms it before anything is sent.
law-facts-unverified = { $n ->
    [one] One fact here is not verified.
   *[other] { $count } facts here are not verified.
}
# The atlas. $state: our State
law-atlas-lede = On what ground can we ask each State, and each State ask us? Our State: { $state }. One tile for each State, all the same size; no borders are drawn.
law-as-table = As a table
law-same-table = The same as a table
law-strongest = Strongest basis
law-show = Show
# $name: the heading of a table
law-table = { $name }: table
law-key = Key
law-leaders = Leading instruments:
law-picked = Chosen State
law-choose-tile = Choose a State to see its bases, whom to write to and what is asked there.
law-this-is-us = our own State
law-other-way = by another way
law-states-count = { $n ->
    [one] { $count } State
   *[other] { $count } States
}
standing-own = agreement of the two, or act of a union
standing-named = treaty that names this measure
standing-general = treaty for certain offences, or by a near measure
standing-courtesy = no treaty: reciprocity or their own law
standing-nothing = nothing on file
region-africa = Africa
region-asia-pacific = Asia and the Pacific
region-eastern-europe = Eastern Europe
region-latin-america-caribbean = Latin America and the Caribbean
region-western-europe-others = Western Europe and others
region-others = Others named in the data
region-exercise = Exercise States
law-send-to = Send to
law-languages = Languages
law-keeps-data = Keeps data
law-days-most = { $n ->
    [one] at most { $count } day
   *[other] at most { $count } days
}
law-checked = Checked
law-profile = Profile
law-no-profile = none on file yet
law-no-profile-long = This State has no profile in the law data yet: its own authority writes it.
# $state: a State
law-write-to = Write to: { $state }
law-whole = Whole answer
law-would-change = What would change this
# $instrument: a treaty; $state: a State that is not a party
law-could-join = { $instrument }, if it bound: { $state }
law-without-treaty = { $n ->
    [one] { $count } State can be asked without a treaty only.
   *[other] { $count } States can be asked without a treaty only.
}
law-rows-unverified = { $n ->
    [one] { $count } of { $all } rows of parties is not fully verified.
   *[other] { $count } of { $all } rows of parties are not fully verified.
}
law-list-them = List them
law-col-standing = Basis
law-col-answer = Answer
law-col-leads = Leading instrument
# The answer of the law in a few words
outcome-proceed = can be asked
outcome-conditions = can be asked, with conditions
outcome-elsewhere = by another way
outcome-block = stopped
# One State
law-state-lede = Instruments with their dates, reservations and declarations, what is asked there, and where each fact comes from.
law-compare-us = Beside our State
law-territory-of = A territory. The State that answers for it:
law-they-want = What is asked there
law-offices = Offices
law-no-offices = No office on file. Ask by the diplomatic channel.
law-notice = Notice of orders to its providers
law-order-copy = Copy of the domestic order
law-after-emergency = Formal request after an emergency
law-standard = Proof for content
law-assurances = Assurances
law-certificates = Certificates of its courts
law-zone = Time zone
law-working-week = Working days
law-holidays = Holidays
law-no-rows = No row on file.
law-rows-caption = Rows of parties with dates, reservations and sources
law-col-status = Status
law-col-since = Since
law-col-reservations = Reservations and declarations
law-col-source = Source
law-party = party
law-signatory = signed only
law-ended = ended
law-day-unknown = day not known
law-not-bound = not bound
# $day: a date
law-until = until { $day }
law-reservation = Reservation
law-declaration = Declaration
law-notification = Notification
law-remark = Remark
law-all-read = List read to its end
law-reservations-unknown = Reservations not known (this does not mean none)
# $part, $state: parts of a State
law-only-part = only: { $part }
law-left-out = left out: { $state }
law-covered = covered: { $state }
law-covered-from = covered from { $day }: { $state }
law-transmission = How a request must travel to count
law-every-measure = every measure
law-way-electronic = Electronic
law-way-starts = What starts the clock
law-way-signature = Electronic signature
law-way-translation = Translation
law-way-legalisation = Legalization
law-paper-within = { $n ->
    [one] paper within { $count } day
   *[other] paper within { $count } days
}
law-own-law = Its own law on each measure
law-own-offences = Its own law on each offence
law-col-provision = Provision
law-col-by = Who may authorize
law-col-narrower = Asks beyond the type
law-col-most = Highest penalty
law-months = { $n ->
    [one] { $count } month
   *[other] { $count } months
}
law-territories = Territories it answers for
law-territory = Territory
# Instruments
law-instruments-lede = { $instruments } instruments with { $articles } measures, { $seen } of them read in the text; { $rows } rows of parties and signatories.
law-col-kind = Kind
law-col-parties = Parties
law-col-measures = Measures
law-col-sure = How sure
law-if-joined = What changes if a State joins it
law-about = About it
law-sources = Where the facts come from
law-relation = Beside other treaties
law-measures-articles = Measures and articles
law-col-how = How, and which data
law-col-limits = Limits and dual criminality
law-col-conditions = Conditions and grounds of refusal
law-col-checked = Checked
law-article = Art. { $article }
law-parties = Parties and signatories
law-parties-count = { $n ->
    [one] { $count } party, { $signed } signed only
   *[other] { $count } parties, { $signed } signed only
}
law-reservable = Articles that may be reserved
law-declarable = Articles for declarations
law-offences-of = Offences it speaks of
law-col-mode = What it does
law-col-article = Article
law-not-in-force = not in force
law-in-force-since = in force since { $day }
law-in-force-from = in force from { $day }
# Comparison. $from, $to: States
law-compare-title = Two States side by side
law-compare-lede = For each measure the answer in both directions, by the best way that is open.
law-first-state = First State
law-second-state = Second State
law-compare-go = Compare them
law-compare-same = Choose two different States: within one State its own law applies.
law-asks = { $from } asks { $to }
law-and-more = and { $count } more
# What changes if
law-what-if-title = What changes if a State joins
law-what-if-lede = Every question between the State and all others is asked twice, without and with the new party. Only differences are shown.
law-what-if-go = Show what changes
law-effect-summary = { $n ->
    [one] { $count } answer changes, with { $partners } partner States
   *[other] { $count } answers change, with { $partners } partner States
}
# $count: how many questions
law-effect-asked = Questions asked twice: { $count }.
law-effect-not-in-force = The instrument is not in force on that day. Shown is what would change once it is, between those who signed.
law-effect-already = The State is a party in this data already.
law-changes = What would be answered otherwise
law-before = Before
law-after = After
law-partners = With whom
law-it-asks = { $state } asks
law-it-is-asked = { $state } is asked
law-cases-touched = Open requests it would touch
law-no-cases-touched = No open request here would be answered otherwise.
# Ask the law
law-decide-title = Ask the law
law-decide-lede = Who asks whom for what, on which day: every basis with its part, every exclusion with its reason, limits, grounds of refusal, conditions.
law-decide-go = Ask
law-decide-empty = Fill in the question; what you leave open counts as unknown, never as no.
law-question = Question
# $measure, $data, $day
law-answer-for = { $measure } · { $data } · { $day }
law-explained = In sentences
law-limits = Time limits
law-from-event = runs from:
law-only-if = only if:
law-working-days-only = (working days)
law-risks = What may be said against it
law-no-risks = No ground of refusal is named.
law-closed = Closed list: these grounds and no others
law-open = Open list: the law may know more
law-ordinary = Ordinary procedure and safeguards
law-safeguards = Safeguards in the texts
law-hangs = The answer hangs on this
law-excluded = What gives no basis, and why
law-excluded-count = { $n ->
    [one] { $count } instrument
   *[other] { $count } instruments
}
law-excluded-show = Each with its reason
# $article: instrument and article
law-presumed = Both are bound by { $article }: presumed, a person confirms it.
# The law of one request. $from, $to: States
law-case-lede = { $from } asks { $to }: our law data, the other side’s beside it, and what a person has found.
law-lacking = The text does not yet say enough to ask the law:
law-dual-title = Dual criminality, by the conduct
law-settle = Settle dual criminality
law-settled-all = Every element confirmed
law-charged = Charged:
law-conduct-not-name = Compare the conduct, not the name of the offence.
law-other-type = Compare with this type
law-elements-caption = Elements of the conduct in both laws
law-col-element = Element
law-col-same = Same?
law-asks-for-it = asks for it
law-does-not-ask = does not ask for it
law-not-on-file = law not on file: read it in the text
# $text: what a law asks beyond the type
law-only-where = only where: { $text }
law-not-yet = not yet
same-yes = Yes, the same
same-no = No, they differ
same-unclear = Cannot be said
law-why = Why, in a sentence
law-record = Record what you found
law-record-note = Your finding goes into the register with your name and the time. It decides nothing by itself.
law-ask-or-refuse = Ask, or refuse with a ground
law-articles-both = Articles on this conduct that bind both
law-our-answer = Our law data
law-their-answer = The other side’s law data
law-agree = both agree
law-differ = they differ
law-not-in-ours = our law data does not give this basis
law-only-in-ours = only our law data gives this basis
law-their-data = Law data asked there:
law-same-data = the same as ours
law-other-data = other than ours
law-facts-to-confirm = Facts of law to confirm
law-confirmed-by = Confirmed by:
law-where-checked = Where you checked it
law-confirm-facts = Confirm these facts
event-law-conduct-compared = Conduct compared in both laws
# Closed lists of the law data
role-of-measure = measure
role-of-procedure = procedure
role-of-channel = channel
role-of-parallel = usable beside
role-of-fallback = without a treaty
addressee-service-provider = a provider, directly
addressee-central-authority = central authority
addressee-contact-24-7 = 24/7 point of contact
addressee-judicial-authority = judge or prosecutor, directly
addressee-police = police
addressee-competent-authorities = competent authorities
addressee-registrar = registry or registrar, directly
addressee-diplomatic = diplomatic channel
addressee-none-direct-access = nobody: direct access
addressee-fiu = financial intelligence unit
addressee-cert = CERT team
measure-mla-realtime-traffic = Real-time collection of traffic data
measure-mla-interception = Interception of content
measure-direct-order = Direct order to a provider
measure-confiscation = Confiscation of assets
measure-spontaneous-information = Spontaneous information
measure-transborder-consent = Transborder access with consent
measure-video-conference = Hearing by video link
measure-contact-24-7 = 24/7 network
measure-extradition = Extradition
measure-mla-general = Other mutual legal assistance
measure-mla-realtime = Real-time collection
category-none = no data
offence-mode-criminalises = obliges its parties to punish it
offence-mode-covered-if-serious-crime = covers it as a serious crime: penalty, border and group tests
offence-mode-evidence-only = covers its electronic evidence only
offence-mode-political = calls for cooperation, obliges to nothing
instrument-kind-multilateral = open to many States
instrument-kind-protocol = protocol
instrument-kind-regional = regional
instrument-kind-bilateral = bilateral
instrument-kind-eu-act = act of the European Union
instrument-kind-executive-agreement = executive agreement
instrument-kind-soft-law = not binding
instrument-kind-unsc-resolution = resolution of the Security Council
instrument-kind-national-law = a State’s own law
instrument-kind-fallback = where no treaty applies
instrument-fact-series = Series
instrument-fact-depositary = Depositary
instrument-fact-adopted = Adopted
instrument-fact-opened = Opened for signature
instrument-fact-in-force = In force
instrument-fact-applies-from = Applies from
instrument-fact-entry-rule = How it enters into force
instrument-fact-open-to = Open to
instrument-fact-status-note = Status
instrument-fact-domestic-implementation = Domestic law needed
instrument-fact-territorial = Territories
instrument-fact-denunciation = Denunciation
instrument-fact-reservations-closed = Reservations
instrument-fact-version-note = Version
instrument-fact-scope-offences = Covers
instrument-fact-scope-penalty = Penalty threshold
channel-by-agreement = as agreed
channel-by-other-treaty = by another treaty
channel-central-authority = central authority
channel-central-authority-if-law-allows = central authority, if the law allows
channel-competent-authorities = competent authorities
channel-contact-24-7 = 24/7 point of contact
channel-csirt = incident response team
channel-designated-authority = designated authority
channel-diplomatic = diplomatic
channel-diplomatic-if-required = diplomatic, if required
channel-direct-to-provider = directly to the provider
channel-direct-to-provider-establishment = directly to the provider’s establishment
channel-direct-to-provider-via-designated-authority = to the provider through the designated authority
channel-direct-to-registrar = directly to the registrar
channel-electronic = electronic
channel-interpol = Interpol channel
channel-interpol-if-urgent = Interpol, if urgent
channel-interpol-if-urgent-and-agreed = Interpol, if urgent and agreed
channel-judicial-direct = between judicial authorities
channel-judicial-direct-if-both-in-coe-182 = between judicial authorities, if both are bound by the protocol
channel-judicial-direct-if-urgent = between judicial authorities, if urgent
channel-liaison = liaison officer
channel-ministry-of-justice = ministry of justice
channel-none-direct-access = direct access
channel-police = police to police
channel-prosecutor-general = prosecutor general
channel-via-us-authority = through an authority of the United States
channel-voluntary-direct = directly, if the provider is willing
effect-consider = shall consider
effect-discretionary = may
effect-encouraged = encouraged
effect-endeavour = shall endeavour
effect-obligation = obliges
effect-obligation-to-us-authority = obliges towards an authority of the United States
effect-permission = permits
effect-political = political
effect-request-only = a request only
effect-voluntary = voluntary
dual-rule-not-required-except-art5 = not required, save for searches (art. 5)
dual-rule-not-required-with-exceptions = not required, with exceptions
dual-rule-not-stated = not stated
dual-rule-only-for-coercive = only for coercive measures
dual-rule-required-for-search-seizure = required for search and seizure
dual-rule-required-for-search-warrants-etc = required for search warrants and the like
dual-rule-unspecified = not specified
dual-rule-via-coe-030-art5 = as the convention of 1959 says (art. 5)
dual-rule-via-bilateral = as the bilateral treaty says
electronic-advance-copy = as an advance copy
electronic-original = counts as the original
electronic-not-accepted = not accepted
electronic-unknown = not known
starts-electronic = the electronic message
starts-paper = the paper
starts-registration = registration there
starts-unknown = not known
signature-simple = simple
signature-advanced = advanced
signature-qualified = qualified
signature-wet = by hand on paper
signature-unknown = not known
translation-none = not needed
translation-plain = plain
translation-certified = certified
translation-unknown = not known
legalisation-none = not needed
legalisation-apostille = apostille
legalisation-chain = chain of legalizations
legalisation-exempt = exempt
legalisation-unknown = not known
standard-probable-cause = probable cause
standard-reasonable-grounds = reasonable grounds
direct-accepted = accepted
direct-notice = accepted with notice to the authority
direct-consent = only with the consent of the State
direct-not-accepted = not accepted
way-judicial = between judicial authorities
way-central-authority = central authority
way-diplomatic = diplomatic
way-interpol = Interpol channel
way-contact-24-7 = 24/7 point of contact
law-direct-requests = Requests to its providers without its authority
law-channels = Channels
law-holidays-until = listed up to { $year }
law-domestic-incomplete = Not every measure is listed: silence does not mean “none”.
certificate-certificate-of-foreign-records-3505 = certificate of foreign records (18 USC 3505)
certificate-certificate-of-records-902-11 = certificate of records (FRE 902(11))
certificate-certificate-s-63-4-parts-a-b = certificate of s. 63(4), parts A and B
certificate-certificate-of-records = certificate of records
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
authorised-police = police
authorised-prosecutor = prosecutor
authorised-judge = judge
authorised-court = court
authorised-central-authority = central authority
