## Sign-in, errors, accessibility, keys.

form-error = Erreur :
# $n: answers to mend; $count: $n as text
form-summary = { $n ->
    [one] Une réponse est à corriger
   *[other] { $count } réponses sont à corriger
}
signin-title = Se connecter
signin-button = Se connecter
signin-name = Identifiant
signin-password = Mot de passe
signin-failed = L’identifiant ou le mot de passe n’est pas juste
signin-failed-help = Réessayez. Après plusieurs échecs, le compte est suspendu un moment ; votre administration peut le rouvrir.
signin-help = Clé ou mot de passe perdu ? Deux personnes de l’administration le remplacent ensemble ; personne n’envoie de code.
error-code = Code d’erreur
error-back = Retour aux demandes à traiter
error-not-found = Cette page n’existe pas ici
error-not-found-todo = L’adresse est peut-être mal écrite, ou le dossier relève d’un autre service. Cherchez par numéro ou demandez à la personne qui a envoyé le lien.
error-not-done = Cela n’a pas été fait
error-nothing-changed = Rien n’a été modifié et rien n’a été envoyé.
error-act-not-allowed = Votre fonction ne permet pas cet acte. Demandez à une personne habilitée ou transmettez-lui le dossier.
error-stage-out-of-order = Le dossier a avancé et cet acte ne convient plus. Rouvrez la page.
error-approval-missing = Une autre personne doit d’abord signer. Le texte attend sous « Secondes signatures ».
error-approval-proof = La signature ne tient pas. Signez de nouveau avec votre propre clé.
error-input-wrong = Une des réponses ne peut pas être utilisée. Revenez la corriger ; votre saisie est conservée.
error-form-defects = Le texte présente des défauts à corriger avant la signature. Ils figurent sous « Vérifier et signer ».
error-law-no-basis = Aucune base juridique n’est enregistrée pour cela. La page de la demande indique d’autres voies licites.
error-session-ended = Votre session est terminée. Les projets sont conservés.
error-peer-unknown = L’autre nœud n’est pas dans l’annuaire : rien ne peut lui être envoyé. Demandez à votre administration de charger l’entrée de cet État.
error-file-changed = Une autre personne a modifié ce dossier entre-temps. Rouvrez-le et décidez à nouveau.
error-evidence-mismatch = Les preuves ne correspondent pas à leur scellement. Elles ont été mises de côté et personne ne les a ouvertes. Redemandez-les.
error-node-no-space = Le disque du nœud est plein. Ce qui a été confirmé est en sûreté ; les nouvelles écritures attendent. Prévenez votre administration.
error-log-not-anchored = Pas encore ancré. Le prochain point de contrôle du journal de conservation est signé dans l’heure ; réessayez alors.
error-node-failed = Le nœud n’a pas pu le faire. Communiquez à votre administration le code et l’heure ci-dessous.
error-form-token = La page est restée ouverte trop longtemps, ou le formulaire vient d’ailleurs. Rouvrez la page et renvoyez.
access-lede = Ce qui marche, ce qui ne marche pas encore, et à qui le signaler.
access-works = Ce qui marche
access-keyboard = Tout peut se faire au clavier seul ; les touches à une lettre peuvent être désactivées.
access-script = Chaque page fonctionne sans JavaScript.
access-zoom = Le texte peut être agrandi à 200 % et les pages tiennent sur un téléphone ; les grands tableaux défilent seuls.
access-colour = Aucun sens ne repose sur la couleur seule : une icône et un mot l’accompagnent.
access-night = Les couleurs de nuit gardent leur contraste.
access-open = Ce qui reste à faire
access-untested = Pas encore d’essai avec lecteurs d’écran, commande vocale ou contacteurs.
access-upload = L’envoi repris de gros fichiers demande JavaScript ; sinon, la ligne de commande.
access-tell = Dites à votre administration ce qui vous gêne ; c’est un défaut comme un autre.
keys-lede = Les touches n’agissent qu’en dehors des champs.
keys-move-rows = Parcourir la liste
keys-open-row = Ouvrir la demande marquée
keys-close = Fermer un menu
keys-off = Désactiver ces touches dans ce navigateur
