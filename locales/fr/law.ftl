## The law browser: atlas, States, instruments, comparison, questions, the law of one request.

menu-know = Savoir
menu-law = Bases juridiques
# The pages
law-pages = Pages du droit
law-tab-atlas = Atlas des États
law-tab-instruments = Instruments juridiques
law-tab-compare = Comparer
law-tab-decide = Interroger le droit
law-tab-what-if = Ce qui changerait
# $day: the day to which facts were gathered; $hash: begin of the hash; $name: the name of the law data
law-foot = Données juridiques « { $name }», au { $day }, empreinte { $hash }.
law-not-advice = Ceci n’est pas un avis juridique : les données proposent, une personne décide.
# Words of facts
law-state = État
law-instrument = Instrument juridique
law-measure = Mesure
law-direction = Sens de la demande
law-on-day = À quelle date
law-on-day-hint = 2027-03-16. Le droit de ce jour est interrogé.
law-we-ask = nous demandons
law-they-ask = ils demandent
law-from = Qui demande
law-to = Qui est requis
law-addressee = Destinataire
law-data = Données
law-no-data = Aucune donnée demandée
law-offence = Infraction
law-penalty = Peine maximale, en mois
law-penalty-hint = Dans l’État requérant. Laisser vide si inconnue.
law-elements = Éléments de données
law-elements-hint = La catégorie découle des éléments ; la plus stricte compte.
law-fact-emergency = Urgence
law-fact-group = Groupe criminel organisé
law-fact-border = Caractère transnational
law-not-known = inconnu
law-not-said = non précisé
law-none = aucune
law-choose = Choisir
law-choose-listed = Choisissez dans la liste ; écrivez les dates 2027-03-16 et les mois en nombre entier.
# $field: the name of the field
law-field-wrong = Illisible : { $field }
# How sure a fact is
law-sure-high = vérifié
law-sure-medium = vérifié en partie
law-sure-low = non vérifié
law-text-seen = texte lu
law-partly-seen = lu en partie
law-recalled = de mémoire, non vérifié
law-invented = inventé pour l’exercice
law-no-source-date = source sans date
law-unverified-short = non vérifié
law-unverified = Un fait de droit n’est pas vérifié ici.
law-unverified-todo = Une personne le confirme avant tout envoi.
law-facts-unverified = { $n ->
    [one] Un fait n’est pas vérifié ici.
   *[other] { $count } faits ne sont pas vérifiés ici.
}
# The atlas. $state: our State
law-atlas-lede = À quel titre pouvons-nous demander à chaque État, et chaque État nous demander ? Notre État : { $state }. Une case par État, toutes de même taille ; aucune frontière n’est tracée.
law-as-table = En tableau
law-same-table = La même chose en tableau
law-strongest = Base la plus solide
law-show = Afficher
# $name: the heading of a table
law-table = { $name } : tableau
law-key = Légende
law-leaders = Instruments en tête :
law-picked = État choisi
law-choose-tile = Choisissez un État pour voir ses bases, à qui écrire et ce qui y est exigé.
law-this-is-us = notre État
law-other-way = par une autre voie
law-states-count = { $n ->
    [one] { $count } État
   *[other] { $count } États
}
standing-own = accord entre les deux, ou acte d’une union
standing-named = traité qui prévoit cette mesure
standing-general = traité pour certaines infractions, ou par une mesure voisine
standing-courtesy = sans traité : réciprocité ou droit de l’État requis
standing-nothing = rien au dossier
region-africa = Afrique
region-asia-pacific = Asie et Pacifique
region-eastern-europe = Europe orientale
region-latin-america-caribbean = Amérique latine et Caraïbes
region-western-europe-others = Europe occidentale et autres
region-others = Autres dans les données
region-exercise = États de l’exercice
law-send-to = Envoyer à
law-languages = Langues
law-keeps-data = Conservation
law-days-most = { $n ->
    [one] au plus { $count } jour
   *[other] au plus { $count } jours
}
law-checked = Vérifié le
law-profile = Profil
law-no-profile = pas encore de profil
law-no-profile-long = Cet État n’a pas encore de profil dans les données : son autorité l’écrit elle-même.
# $state: a State
law-write-to = Écrire à : { $state }
law-whole = Réponse complète
law-would-change = Ce qui changerait cela
# $instrument: a treaty; $state: a State that is not a party
law-could-join = { $instrument }, s’il liait : { $state }
law-without-treaty = { $n ->
    [one] { $count } État ne peut être requis que sans traité.
   *[other] { $count } États ne peuvent être requis que sans traité.
}
law-rows-unverified = { $n ->
    [one] { $count } ligne de parties sur { $all } n’est pas entièrement vérifiée.
   *[other] { $count } lignes de parties sur { $all } ne sont pas entièrement vérifiées.
}
law-list-them = Les voir
law-col-standing = Nature de la base
law-col-answer = Réponse
law-col-leads = Instrument en tête
# The answer of the law in a few words
outcome-proceed = peut être demandé
outcome-conditions = peut être demandé, sous conditions
outcome-elsewhere = par une autre voie
outcome-block = arrêté
# One State
law-state-lede = Instruments avec dates, réserves et déclarations, exigences, et origine de chaque fait.
law-compare-us = À côté de notre État
law-territory-of = Territoire. État qui en répond :
law-they-want = Ce qui y est exigé
law-offices = Services
law-no-offices = Aucun service au dossier. Demandez par la voie diplomatique.
law-notice = Notification des injonctions à ses fournisseurs
law-order-copy = Copie de la décision interne
law-after-emergency = Demande formelle après une urgence
law-standard = Preuve exigée pour le contenu
law-assurances = Assurances exigées
law-certificates = Certificats exigés par ses tribunaux
law-zone = Fuseau horaire
law-working-week = Jours ouvrables
law-holidays = Jours fériés
law-no-rows = Aucune ligne au dossier.
law-rows-caption = Parties, dates, réserves et sources
law-col-status = Statut
law-col-since = Depuis
law-col-reservations = Réserves et déclarations
law-col-source = Source
law-party = partie
law-signatory = signataire seulement
law-ended = terminé
law-day-unknown = date inconnue
law-not-bound = non lié
# $day: a date
law-until = jusqu’au { $day }
law-reservation = Réserve
law-declaration = Déclaration
law-notification = Notification
law-remark = Remarque
law-all-read = Liste lue en entier
law-reservations-unknown = Réserves inconnues (cela ne veut pas dire aucune)
# $part, $state: parts of a State
law-only-part = seulement : { $part }
law-left-out = exclu : { $state }
law-covered = couvert : { $state }
law-covered-from = couvert à partir du { $day } : { $state }
law-transmission = Comment une demande doit être transmise pour compter
law-every-measure = toute mesure
law-way-electronic = Voie électronique
law-way-starts = Ce qui fait courir le délai
law-way-signature = Signature électronique
law-way-translation = Traduction
law-way-legalisation = Légalisation
law-paper-within = { $n ->
    [one] papier sous { $count } jour
   *[other] papier sous { $count } jours
}
law-own-law = Son droit interne sur chaque mesure
law-own-offences = Son droit interne sur chaque infraction
law-col-provision = Disposition
law-col-by = Qui peut autoriser
law-col-narrower = Exige en plus
law-col-most = Peine maximale
law-months = { $n ->
    [one] { $count } mois
   *[other] { $count } mois
}
law-territories = Territoires dont il répond
law-territory = Territoire
# Instruments
law-instruments-lede = { $instruments } instruments et { $articles } mesures, dont { $seen } lues dans le texte ; { $rows } lignes de parties et signataires.
law-col-kind = Type
law-col-parties = Parties
law-col-measures = Mesures
law-col-sure = Fiabilité
law-if-joined = Ce qui changerait si un État y adhère
law-about = Présentation
law-sources = Origine des faits
law-relation = Rapport avec les autres traités
law-measures-articles = Mesures et articles
law-col-how = Comment, et quelles données
law-col-limits = Délais et double incrimination
law-col-conditions = Conditions et motifs de refus
law-col-checked = Vérification
law-article = Art. { $article }
law-parties = Parties et signataires
law-parties-count = { $n ->
    [one] { $count } partie, { $signed } seulement signataires
   *[other] { $count } parties, { $signed } seulement signataires
}
law-reservable = Articles pouvant faire l’objet de réserves
law-declarable = Articles à déclaration
law-offences-of = Infractions visées
law-col-mode = Effet
law-col-article = Article cité
law-not-in-force = pas en vigueur
law-in-force-since = en vigueur depuis le { $day }
law-in-force-from = en vigueur à partir du { $day }
# Comparison. $from, $to: States
law-compare-title = Deux États côte à côte
law-compare-lede = Pour chaque mesure, la réponse dans les deux sens, par la meilleure voie ouverte.
law-first-state = Premier État
law-second-state = Second État
law-compare-go = Comparer les deux
law-compare-same = Choisissez deux États différents : à l’intérieur d’un État, son propre droit s’applique.
law-asks = { $from } → { $to }
law-and-more = et { $count } autres
# What changes if
law-what-if-title = Ce qui changerait si un État adhère
law-what-if-lede = Chaque question entre l’État et tous les autres est posée deux fois, sans et avec la nouvelle partie. Seules les différences sont montrées.
law-what-if-go = Voir ce qui change
law-effect-summary = { $n ->
    [one] { $count } réponse change, avec { $partners } États partenaires
   *[other] { $count } réponses changent, avec { $partners } États partenaires
}
# $count: how many questions
law-effect-asked = Questions posées deux fois : { $count }.
law-effect-not-in-force = L’instrument n’est pas en vigueur ce jour-là. Est montré ce qui changerait une fois en vigueur, entre les signataires.
law-effect-already = L’État est déjà partie dans ces données.
law-changes = Ce qui recevrait une autre réponse
law-before = Avant
law-after = Après
law-partners = Avec qui
law-it-asks = { $state } demande
law-it-is-asked = { $state } est requis
law-cases-touched = Demandes ouvertes concernées
law-no-cases-touched = Aucune demande ouverte ici ne recevrait une autre réponse.
# Ask the law
law-decide-title = Interroger le droit
law-decide-lede = Qui demande quoi à qui, quel jour : chaque base avec son rôle, chaque exclusion avec sa raison, délais, motifs de refus, conditions.
law-decide-go = Interroger
law-decide-empty = Remplissez la question ; ce qui reste ouvert compte comme inconnu, jamais comme non.
law-question = La question
# $measure, $data, $day
law-answer-for = { $measure } · { $data } · { $day }
law-explained = En phrases
law-limits = Délais
law-from-event = court à partir de :
law-only-if = seulement si :
law-working-days-only = (jours ouvrables)
law-risks = Ce qui peut être opposé
law-no-risks = Aucun motif de refus n’est nommé.
law-closed = Liste fermée : ces motifs et aucun autre
law-open = Liste ouverte : le droit peut en connaître d’autres
law-ordinary = Procédure ordinaire et garanties
law-safeguards = Garanties prévues par les textes
law-hangs = La réponse en dépend
law-excluded = Ce qui ne donne pas de base, et pourquoi
law-excluded-count = { $n ->
    [one] { $count } instrument
   *[other] { $count } instruments
}
law-excluded-show = Chacun avec sa raison
# $article: instrument and article
law-presumed = Les deux sont liés par { $article } : présumé, une personne le confirme.
# The law of one request. $from, $to: States
law-case-lede = { $from } → { $to } : nos données, celles de l’autre partie, et ce qu’une personne a constaté.
law-lacking = Le texte ne dit pas encore assez pour interroger le droit :
law-dual-title = Double incrimination, d’après les faits
law-settle = Examiner la double incrimination
law-settled-all = Chaque élément confirmé
law-charged = Faits reprochés :
law-conduct-not-name = Comparez les faits, non le nom de l’infraction.
law-other-type = Comparer avec ce type
law-elements-caption = Éléments constitutifs dans les deux droits
law-col-element = Élément
law-col-same = Identique ?
law-asks-for-it = l’exige
law-does-not-ask = ne l’exige pas
law-not-on-file = droit absent des données : lire le texte
# $text: what a law asks beyond the type
law-only-where = seulement si : { $text }
law-not-yet = pas encore
same-yes = Oui, identique
same-no = Non, différent
same-unclear = Ne peut être dit
law-why = Pourquoi, en une phrase
law-record = Consigner le constat
law-record-note = Votre constat est porté au registre avec votre nom et l’heure. Il ne décide rien par lui-même.
law-ask-or-refuse = Poser une question ou refuser avec un motif
law-articles-both = Articles sur ces faits qui lient les deux
law-our-answer = Nos données juridiques
law-their-answer = Données de l’autre partie
law-agree = concordants
law-differ = divergents
law-not-in-ours = nos données ne donnent pas cette base
law-only-in-ours = seules nos données donnent cette base
law-their-data = Données interrogées là-bas :
law-same-data = les mêmes que les nôtres
law-other-data = autres que les nôtres
law-facts-to-confirm = Faits de droit à confirmer
law-confirmed-by = Confirmé par :
law-where-checked = Où vous l’avez vérifié
law-confirm-facts = Confirmer ces faits
event-law-conduct-compared = Faits comparés dans les deux droits
# Closed lists of the law data
role-of-measure = mesure
role-of-procedure = procédure
role-of-channel = voie
role-of-parallel = utilisable en parallèle
role-of-fallback = sans traité
addressee-service-provider = un fournisseur, directement
addressee-central-authority = autorité centrale
addressee-contact-24-7 = point de contact 24/7
addressee-judicial-authority = juge ou procureur, directement
addressee-police = police
addressee-competent-authorities = autorités compétentes
addressee-registrar = registre ou bureau d’enregistrement, directement
addressee-diplomatic = voie diplomatique
addressee-none-direct-access = personne : accès direct
addressee-fiu = cellule de renseignement financier
addressee-cert = équipe CERT
measure-mla-realtime-traffic = Collecte en temps réel de données de trafic
measure-mla-interception = Interception de contenus
measure-direct-order = Injonction directe à un fournisseur
measure-confiscation = Confiscation d’avoirs
measure-spontaneous-information = Information spontanée
measure-transborder-consent = Accès transfrontalier avec consentement
measure-video-conference = Audition par vidéoconférence
measure-contact-24-7 = Réseau 24/7
measure-extradition = Extradition
measure-mla-general = Autre entraide judiciaire
measure-mla-realtime = Collecte en temps réel
category-none = aucune donnée
offence-mode-criminalises = oblige ses parties à le punir
offence-mode-covered-if-serious-crime = le couvre comme infraction grave : peine, frontière et groupe
offence-mode-evidence-only = ne couvre que ses preuves électroniques
offence-mode-political = appelle à coopérer, n’oblige à rien
instrument-kind-multilateral = ouvert à de nombreux États
instrument-kind-protocol = protocole
instrument-kind-regional = régional
instrument-kind-bilateral = bilatéral
instrument-kind-eu-act = acte de l’Union européenne
instrument-kind-executive-agreement = accord exécutif
instrument-kind-soft-law = non contraignant
instrument-kind-unsc-resolution = résolution du Conseil de sécurité
instrument-kind-national-law = droit interne d’un État
instrument-kind-fallback = en l’absence de traité
instrument-fact-series = Série
instrument-fact-depositary = Dépositaire
instrument-fact-adopted = Adopté le
instrument-fact-opened = Ouvert à la signature
instrument-fact-in-force = En vigueur
instrument-fact-applies-from = Applicable à partir du
instrument-fact-entry-rule = Entrée en vigueur
instrument-fact-open-to = Ouvert à
instrument-fact-status-note = Situation
instrument-fact-domestic-implementation = Mise en œuvre interne
instrument-fact-territorial = Territoires
instrument-fact-denunciation = Dénonciation
instrument-fact-reservations-closed = Réserves
instrument-fact-version-note = Version du texte
instrument-fact-scope-offences = Champ
instrument-fact-scope-penalty = Seuil de peine
channel-by-agreement = selon accord
channel-by-other-treaty = par un autre traité
channel-central-authority = autorité centrale
channel-central-authority-if-law-allows = autorité centrale, si la loi le permet
channel-competent-authorities = autorités compétentes
channel-contact-24-7 = point de contact 24/7
channel-csirt = équipe de réponse aux incidents
channel-designated-authority = autorité désignée
channel-diplomatic = voie diplomatique
channel-diplomatic-if-required = voie diplomatique, si exigée
channel-direct-to-provider = directement au fournisseur
channel-direct-to-provider-establishment = directement à l’établissement du fournisseur
channel-direct-to-provider-via-designated-authority = au fournisseur par l’autorité désignée
channel-direct-to-registrar = directement au bureau d’enregistrement
channel-electronic = électronique
channel-interpol = canal Interpol
channel-interpol-if-urgent = Interpol, en cas d’urgence
channel-interpol-if-urgent-and-agreed = Interpol, si urgent et convenu
channel-judicial-direct = entre autorités judiciaires
channel-judicial-direct-if-both-in-coe-182 = entre autorités judiciaires, si les deux sont liés par le protocole
channel-judicial-direct-if-urgent = entre autorités judiciaires, en cas d’urgence
channel-liaison = officier de liaison
channel-ministry-of-justice = ministère de la justice
channel-none-direct-access = accès direct
channel-police = de police à police
channel-prosecutor-general = procureur général
channel-via-us-authority = par une autorité des États-Unis
channel-voluntary-direct = directement, si le fournisseur y consent
effect-consider = doit envisager
effect-discretionary = faculté
effect-encouraged = encouragé
effect-endeavour = s’efforce
effect-obligation = oblige
effect-obligation-to-us-authority = oblige envers une autorité des États-Unis
effect-permission = permet
effect-political = politique
effect-request-only = simple demande
effect-voluntary = volontaire
dual-rule-not-required-except-art5 = non requise, sauf perquisitions (art. 5)
dual-rule-not-required-with-exceptions = non requise, avec exceptions
dual-rule-not-stated = non précisé
dual-rule-only-for-coercive = seulement pour les mesures coercitives
dual-rule-required-for-search-seizure = requise pour perquisition et saisie
dual-rule-required-for-search-warrants-etc = requise pour les mandats de perquisition et similaires
dual-rule-unspecified = non spécifié
dual-rule-via-coe-030-art5 = selon la convention de 1959 (art. 5)
dual-rule-via-bilateral = selon le traité bilatéral
electronic-advance-copy = comme copie préalable
electronic-original = vaut original
electronic-not-accepted = non accepté
electronic-unknown = inconnu
starts-electronic = le message électronique
starts-paper = le papier
starts-registration = l’enregistrement là-bas
starts-unknown = inconnu
signature-simple = simple
signature-advanced = avancée
signature-qualified = qualifiée
signature-wet = manuscrite sur papier
signature-unknown = inconnu
translation-none = pas nécessaire
translation-plain = simple
translation-certified = certifiée
translation-unknown = inconnu
legalisation-none = pas nécessaire
legalisation-apostille = apostille exigée
legalisation-chain = chaîne de légalisations
legalisation-exempt = dispensé
legalisation-unknown = inconnu
standard-probable-cause = motif probable
standard-reasonable-grounds = motifs raisonnables
direct-accepted = acceptées
direct-notice = acceptées avec notification à l’autorité
direct-consent = seulement avec le consentement de l’État
direct-not-accepted = non acceptées
way-judicial = entre autorités judiciaires
way-central-authority = autorité centrale
way-diplomatic = voie diplomatique
way-interpol = canal Interpol
way-contact-24-7 = point de contact 24/7
law-direct-requests = Demandes à ses fournisseurs sans son autorité
law-channels = Voies de transmission
law-holidays-until = liste jusqu’en { $year }
law-domestic-incomplete = Toutes les mesures ne sont pas listées : le silence ne veut pas dire « aucune ».
certificate-certificate-of-foreign-records-3505 = certificat de documents étrangers (18 USC 3505)
certificate-certificate-of-records-902-11 = certificat de documents (FRE 902(11))
certificate-certificate-s-63-4-parts-a-b = certificat de l’art. 63(4), parties A et B
certificate-certificate-of-records = certificat de documents
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
authorised-police = police
authorised-prosecutor = ministère public
authorised-judge = juge
authorised-court = tribunal
authorised-central-authority = autorité centrale
