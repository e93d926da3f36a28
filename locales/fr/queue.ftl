## The queue and its deadline rail.

queue-title = À traiter
# $n: late acknowledgements and decisions; $count: $n as text
queue-late = { $n ->
    [0] Rien n’est en retard.
    [one] Une échéance est passée.
   *[other] { $count } échéances sont passées.
}
queue-soon = { $n ->
    [0] Rien n’échoit dans les 4 heures.
    [one] Une échéance tombe dans les 4 heures.
   *[other] { $count } échéances tombent dans les 4 heures.
}
queue-calm = Rien n’est en retard et rien n’échoit dans les 4 heures.
queue-empty = { $n ->
    [0] Rien n’est attendu de vous.
    [one] Rien n’est attendu de vous. Une demande attend un tiers.
   *[other] Rien n’est attendu de vous. { $count } demandes attendent un tiers.
}
queue-views = Vues enregistrées
queue-view-mine = Mon bureau
queue-view-nobody = Sans responsable
queue-view-waiting = En attente d’un tiers
queue-view-emergencies = Urgences
queue-view-all = Toutes en cours
queue-view-closed = Closes
# $text: what was searched for
queue-search = Résultats pour « { $text } ».
queue-search-clear = Retour à mon bureau
queue-no-match = Rien de ce que vous pouvez voir ne correspond.
queue-caption = Demandes, par échéance
queue-col-due = Échéance
queue-col-request = Demande
queue-col-between = Entre
queue-col-stage = Étape
queue-col-basis = Base juridique
queue-col-owner = Responsable
queue-col-next = Prochaine étape
queue-group-overdue = En retard
queue-group-four-hours = Dans les 4 heures
queue-group-two-days = Dans les 48 heures
queue-group-later = Plus tard
queue-group-no-clock = Aucun délai en cours
queue-no-due = sans échéance
queue-nobody = Sans responsable
queue-they-answer = Rien : réponse attendue
queue-more = Afficher la suite
# $state: where the reader's office is
queue-times = Les heures sont en UTC d’abord, puis à l’heure locale. Ici : { $state }.
rail-title = Échéances à venir
rail-key-late = en retard
rail-key-soon = à vous, bientôt
rail-key-yours = à vous
rail-key-waiting = en attente d’un tiers
rail-now = maintenant
# $state: where the reader's office is
rail-night = nuit : { $state }
rail-spoken = Échéances des deux prochains jours. Le tableau ci-dessous donne les mêmes demandes dans le même ordre.
provider-inbox = Demandes reçues
