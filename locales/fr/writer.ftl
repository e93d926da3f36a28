## The writer: steps, questions, hints, the letter beside them.

new-lede = Vous pouvez arrêter à tout moment ; le projet s’enregistre seul.
new-begin = Commencer
new-kind = De quoi avez-vous besoin ?
new-kind-preservation = L’autre État garde les données telles quelles. Rien n’est divulgué.
new-kind-mla-stored = L’autre État obtient les données stockées et les transmet comme preuves.
new-kind-subscriber-direct = Une injonction visant les informations d’abonné, adressée directement à un fournisseur étranger, avec avis à son État s’il y a lieu.
new-to = À quel État s’adresse la demande ?
new-to-node = À qui est-elle adressée ?
new-reference = Votre numéro de dossier
new-reference-hint = Il est cité dans chaque message.
new-no-drafts = Aucun projet.
# $kind: the kind in words; $state: the asked State, after a colon so that nothing is inflected
writer-title = { $kind } : { $state }
writer-drafts = Projets
writer-leave = Quitter et garder
writer-steps = Étapes de la rédaction
# $time: when it was saved
writer-saved = Enregistré à { $time }
writer-why = Pourquoi cette question
writer-go-on = Enregistrer et continuer
writer-back = Retour
writer-letter = La lettre jusqu’ici
writer-letter-draft = Projet de lettre
# $done: rules met, $all: rules
writer-score = Juste du premier coup : { $done } sur { $all }.
writer-missing = { $n ->
    [one] Il manque encore un élément qui fait renvoyer les demandes.
   *[other] Il manque encore { $count } éléments qui font renvoyer les demandes.
}
writer-see-them = Les voir
writer-ready = Il ne manque rien de ce qui fait renvoyer les demandes.
writer-gaps = Ce qui manque encore
writer-stops = Bloque la demande :
step-need = Ce qu’il vous faut
step-where = Où c’est
step-basis = Base juridique
step-offence = L’infraction
step-data = Les données
step-facts = Faits et lien
step-safeguards = Garanties
step-urgency = Secret et urgence
step-sign = Vérifier et signer
step-said-done = terminé
step-said-now = en cours
step-said-wanting = réponse attendue
step-said-todo = pas commencé
sign-title = Vérifier et signer
sign-letter = La lettre entière
sign-signers = Qui signe
sign-stopped = Ces lacunes doivent être comblées avant la signature
sign-warnings = L’autre État peut interroger sur ces points
sign-button = Signer et envoyer
sign-hand-over = Remettre aux signataires
sign-note = La demande part dès que toutes les signatures requises sont réunies. Elle peut être retirée, jamais modifiée en secret.
letter-to = À : { $name }
letter-from = De : { $name }
# $field: the question that has no answer yet
letter-missing = Manque : { $field }
assurance-death-penalty = La peine de mort ne sera ni requise ni exécutée
assurance-torture = Nul ne sera soumis à la torture ni à des mauvais traitements
assurance-data-protection = Les données personnelles seront protégées comme la base l’exige
answer-yes = Oui
answer-no = Non
selector-email = Adresse électronique
selector-ipv4 = Adresse IPv4
selector-ipv6 = Adresse IPv6
selector-phone = Numéro de téléphone
selector-account-id = Numéro de compte chez le fournisseur
selector-username = Nom d’utilisateur
selector-url = Adresse web
selector-domain = Nom de domaine
# $question: the question; $answer: its answer
letter-line = { $question } { $answer }
letter-named = { $question } : { $answer }
tlp-red = RED : seules les personnes destinataires
tlp-amber-strict = AMBER+STRICT : le seul service destinataire
tlp-amber = AMBER : le service destinataire et ceux qui doivent agir
tlp-green = GREEN : le cercle des confrères
tlp-clear = CLEAR : tout le monde
pap-red = RED : réfléchir seulement, ne rien toucher
pap-amber = AMBER : des actes discrets que le titulaire ne remarque pas
pap-green = GREEN : des actes qui peuvent être remarqués
pap-clear = CLEAR : tout ce qui est licite
actor-node = ce nœud
actor-installation = mise en place
