## What surrounds every page: menu, top bar, footer, news, keys.

# The mark between the parts of a list, with the space that follows it in this language.
comma = ,
shell-skip = Aller au contenu principal
shell-find = Trouver une demande, un compte ou un État
shell-night-watch = Permanence de nuit
shell-day-colours = Couleurs de jour
shell-night-colours = Couleurs de nuit
shell-sign-out = Se déconnecter
shell-language = Langue
shell-menu = Menu de navigation
shell-main-menu = Menu principal
# term: exercise
shell-exercise = Exercice, non réel. Les États, les personnes et les affaires sont inventés.
menu-work = Travail
menu-account = Rendre compte
menu-queue = À traiter
menu-write = Rédiger une demande
menu-triage = Tri des demandes reçues
menu-evidence = Preuves
menu-approvals = Secondes signatures
# term: audit_log
menu-audit = Journal d’audit
menu-deliveries = Acheminement
foot-node = Nœud
foot-software = logiciel
# $time: when the last checkpoint was sealed
foot-sealed = Journal scellé à { $time }, preuve valable
foot-broken = La preuve du journal d’audit ne tient pas
# $up: partners that answer, $all: all partners
foot-peers = Partenaires joignables : { $up } sur { $all }
foot-accessibility = Accessibilité
foot-keys = Raccourcis clavier
keys-move = pour se déplacer
keys-open = pour ouvrir
keys-list = pour toutes les touches
news-show = Afficher les nouvelles demandes
news-check = Voir les nouveautés
news-lost = Pas de nouvelles depuis un moment, nouvel essai en cours. La liste reste telle quelle.
# $count: things that arrived since the page was drawn
news-arrived = { $n ->
    [0] Rien de nouveau.
    [one] Un élément est arrivé pendant votre lecture. La liste ci-dessous n’a pas bougé.
   *[other] { $count } éléments sont arrivés pendant votre lecture. La liste ci-dessous n’a pas bougé.
}
# $day: a date, $time: a time with its zone
when-stamp = { $day }, { $time }
# $time: a time of day where the reader's office is
when-here = { $time } ici
# $span: a length of time
when-in = dans { $span }
when-late = retard : { $span }
when-ago = il y a { $span }
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
    [one] { $count } j
   *[other] { $count } j
}
span-hours-minutes = { $hours } h { $minutes } min
span-days-hours = { $days } j { $hours } h
