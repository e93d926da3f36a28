## Beside the wire: letters that people carry, papers and calls that people register.

next-carry = Acheminer la lettre
next-compare = Dire quel texte fait foi
event-letter-written = Lettre écrite et approuvée
event-letter-left = Lettre partie
event-paper-arrived = Arrivé hors du réseau
event-sender-confirmed = Expéditeur prouvé après coup
event-paper-settled = Texte faisant foi désigné
event-request-registered = Demande enregistrée par une personne
event-road-joined = Deux voies réunies en un dossier
event-partner-entered = Partenaire sans nœud inscrit
error-sender-not-proven = Il n’est pas prouvé qui demande. Des données peuvent être conservées, aucune remise. Rappelez le numéro de l’annuaire et notez-le.
done-to-carry = Signé. Le partenaire n’a pas de nœud : acheminez la lettre, puis notez comment elle est partie.
channel-post = Poste
channel-courier = Coursier
channel-hand = En main propre
channel-email = Courriel
channel-network = Réseau fermé
channel-telephone = Téléphone
grade-key = Prouvé par clé
grade-seal-and-channel = Par sceau et canal connu
grade-not-proven = Non prouvé
road-title = Lettres et papiers
road-lede = Ce qui est parti ou arrivé pour cette demande hors du réseau.
road-none = Rien n’est parti ni arrivé hors du réseau.
# $at: since when
road-waits = Attend depuis { $at }
road-ready = Texte prêt
road-record = Noter le départ
road-channel = Voie
road-when = Quand, en UTC
road-when-hint = Année-mois-jour et heure : 2026-11-24 14:30
road-tracking = Numéro de suivi, de valise ou du réseau
road-carrier = Qui l’a portée, et remarques
road-left = Départ
road-arrived = Arrivée
road-arrive = Enregistrer ce qui est arrivé pour cette demande
road-says = Ce que cela dit
says-note = Cela appartient au dossier, rien de plus
says-again = Le même texte encore, sur papier ou par une autre voie
says-checking = Ils l’ont et l’examinent
says-question = Ils posent une question
says-accepted = Ils l’acceptent
says-kept = Les données sont conservées
says-produced = Ils remettent les données
says-not-found = Ils n’ont rien
says-returned = Ils la renvoient pour complément
says-refused = Ils la refusent
says-reply = Ils répondent à notre question
says-completed = Ils complètent ce que nous avons renvoyé
says-withdrawn = Ils retirent la demande
road-seen = Ce que vous avez vu
road-seal = J’ai comparé sceau et signature aux spécimens
road-known = C’est arrivé par une voie et d’une adresse de notre annuaire
road-called = J’ai rappelé le numéro de l’annuaire et ils ont confirmé
road-note = En mots : ce qui fut dit, ou remarques
road-scan = Numérisation, données ou fichier de courriel
road-scan-hint = Elle est scellée et son SHA-256 noté.
road-dated = Date qu’elle porte
road-pages = Feuilles
road-shelf = Où se trouve la feuille
road-ground = Motif, en cas de refus
road-until = Jusqu’à quand
road-until-hint = Pour les données conservées et les renvois : 2026-11-24
road-their-number = Leur numéro
road-further = Le papier et ce qui y diffère
# $path: place in the text
road-as = Sur le papier, à { $path }
road-register = Enregistrer
road-confirm = Noter la preuve de l’expéditeur
road-confirm-how = Qui, quand, à quel numéro, ou quel spécimen
road-not-proven = Non prouvé par clé : conserver oui, remettre non.
road-call = Appelez ce numéro, jamais celui qu’un message apporte.
road-differs = Le papier dit autre chose
road-place = Endroit
road-here = Dans le texte d’ici
road-there = Sur le papier
road-governs-first = Le texte d’ici fait foi
road-governs-second = Le papier fait foi
# $name: who checked
road-checked-by = Enregistré et vérifié par { $name }
road-joined = Ce dossier a rejoint celui qu’un nœud a apporté ; continuez là.
# $at: when; $import: number of the import; $row: row of its file
road-taken = Repris d’un ancien registre le { $at }, reprise { $import }, ligne { $row }. Rien n’est prouvé avant.
paper-note = Pièce du dossier
paper-confirmation = Le même texte encore
# $number: our or their number
letter-our-number = Notre numéro : { $number }
letter-your-number = Votre numéro : { $number }
# $at: an instant
letter-until = Jusqu’au { $at }
# $days: a number of days as text
letter-days = Jours supplémentaires : { $days }
