## The page of one request, triage, second signatures, deliveries, duty.

request-parts = Parties de ce dossier
request-tab-overview = Aperçu
request-tab-text = Texte de la demande
request-print = Imprimer le dossier
request-stages = Étapes de cette demande
request-clocks = Délais
# $time: now, with date and zone
request-now = Maintenant : { $time }
request-items = Ce qui est demandé
request-items-caption = Parties de la demande, chacune avec son état
request-item-about = Objet
request-item-data = Données
request-item-period = Période
request-item-state = État d’avancement
request-history = Ce qui s’est passé
request-panels = Panneaux
request-basis = Base juridique
request-safeguards = Garanties
request-safeguards-done = Garanties renseignées
# $done of $all
count-of = { $done } sur { $all }
request-people = Personnes
request-related = Dossiers liés
request-more = Autres actes
text-lede = Tel qu’il a été signé. L’original fait foi.
triage-lede = La preuve de l’expéditeur vient avant ce qui est demandé.
triage-list = Nouvelles demandes
triage-empty = Aucune nouvelle demande.
# $span: how long ago
triage-last = La dernière est arrivée il y a { $span }.
triage-proof = Qui l’a envoyé
triage-whole = Ouvrir la demande entière
proof-proven = Expéditeur prouvé
proof-not-proven = Expéditeur non prouvé
proof-signature = La signature du nœud expéditeur est valable
proof-directory = La clé figure dans l’entrée d’annuaire de l’État
proof-officers = Signé par les personnes que la classe de données exige
proof-sequence = Rien ne manque avant ce message
approvals-lede = À partir des données d’abonné, personne n’envoie ni ne transmet seul. Lisez exactement ce que vous signez.
approvals-empty = Rien n’attend une seconde personne.
approvals-bytes = Octets exacts signés
approvals-sign = Signer en second
approvals-password = Votre mot de passe, pour ouvrir votre clé d’exercice
approvals-native = L’une des preuves doit venir de la machine de l’agent : lancez
approvals-drafter = Vous avez rédigé ce texte ; une autre personne le signe.
approvals-have = Signature apposée
approvals-need-person = Une autre personne
approvals-need-authority = Le ministère public, l’autorité judiciaire ou la direction de l’autorité
approvals-purpose-send = Envoyer
approvals-purpose-release = Transmettre les preuves
approvals-purpose-refuse = Refuser, avec motif
deliveries-lede = Ce qui n’a pas pu être remis demande une personne ; le reste continue seul.
deliveries-dead = À traiter par une personne
deliveries-none-dead = Rien ne demande d’intervention.
deliveries-waiting = En route
deliveries-none-waiting = Tout a été remis.
deliveries-to = À :
# $n: attempts
deliveries-tries = { $n ->
    [one] { $count } essai
   *[other] { $count } essais
}
deliveries-since = en attente depuis
deliveries-next = prochain essai
delivery-queued = En file
delivery-dead = Non remis
duty-watch = Permanence de nuit
duty-quiet = Tout est calme
duty-quiet-note = Rien d’urgent ne vous attend. Rouvrez cette page pour voir la prochaine urgence.
duty-left = pour accuser réception
duty-acknowledge = Je m’en charge : accuser réception
duty-ack-note = Accuser réception signifie que vous l’avez lue, non que vous acceptez de divulguer.
duty-asks = Ce qui est demandé
duty-whole = Ouvrir la demande entière
duty-ladder = Si personne n’accuse réception
duty-ladder-again = votre téléphone sonne de nouveau
duty-ladder-deputy = la personne suppléante est appelée
duty-ladder-head = la direction du service est appelée
duty-ladder-partner = l’autre partie est prévenue
# $n: other open items
duty-rest = { $n ->
    [0] Rien d’autre n’est en cours.
    [one] Un autre dossier peut attendre le matin.
   *[other] { $count } autres dossiers peuvent attendre le matin.
}
people-owner = Chez nous
people-drafter = Rédigée par
people-them = Autre partie
people-telephone = Téléphone
people-hours = Horaires
# $index: place in the log
history-entry = entrée { $index }
request-reference = Référence
asks-why = Pourquoi
