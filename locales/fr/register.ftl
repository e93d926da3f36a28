## The register: arrivals, partners without a node, taking over and handing out the book.

menu-register = Registre
register-title = Registre
register-lede = Ce qui arrive et part hors du réseau, et le livre de toutes les demandes.
register-carry = À acheminer
register-carry-none = Aucune lettre n’attend.
register-come = Quelque chose est arrivé
register-come-lede = Une demande sur papier, un courriel ou un appel devient un dossier avec numéro, contrôles et délais. Une réponse s’enregistre dans son dossier, sous Lettres et papiers.
register-arrival = Enregistrer une demande arrivée
register-mail = Lire un fichier de courriel
register-book = Le livre
register-book-lede = Reprenez un ancien registre ou sortez tout. Ce qui sort s’ouvre sans ce programme.
register-import = Reprendre un registre
register-csv = Sortir en tableau
register-jsonl = Tout sortir pour des programmes
register-taken = Registres repris
register-taken-none = Aucun encore.
register-partners = Partenaires sans nœud
partner-add = Inscrire ou modifier un partenaire
partner-lede = Il figure alors à l’annuaire : les demandes sont écrites, contrôlées et suivies comme les autres, et partent en lettres.
partner-node = Nom dans l’annuaire
partner-node-hint = État, organisation, unité : XC/justice/central
partner-name = Nom du service
partner-kind = Ce que c’est
partner-kind-authority = Autorité
partner-kind-contact-point = Point de contact 24/7
partner-kind-provider = Fournisseur de services
partner-kind-cert = Équipe CERT
partner-kind-fiu = Cellule de renseignement financier
partner-usual = Voie habituelle
partner-languages = Langues acceptées
partner-languages-hint = Codes avec virgules : en, fr
partner-save = Enregistrer
partner-note = Une adresse sans clé ne prouve rien. Prenez-la de l’État même, pas d’un message.
partner-signed = Signé par son État
partner-none = Aucun encore.
arrival-lede = Sur papier, par courriel ou par appel : le contrôle nomme ensuite tout ce qui manque, en une fois.
arrival-from = De qui
arrival-kind = Type de demande
arrival-reference = Leur numéro d’affaire
arrival-urgency = Urgence
arrival-says = Ce que dit la lettre
arrival-offence = Infraction
arrival-provision = Disposition citée
arrival-facts = Faits
arrival-selector = Ce qui est nommé
arrival-value = Tel qu’écrit
arrival-category = Données demandées
arrival-period-from = Du
arrival-period-to = Au
arrival-note = Si une demande porte déjà cette référence, le papier rejoint son dossier.
mail-lede = Enregistrez le message en fichier (.eml) et choisissez-le. En-têtes et pièces sont gardés ; rien n’est cru.
mail-file = Fichier de courriel
mail-file-hint = 32 Mio au plus
mail-read = Le lire
mail-claims = Ce qu’il prétend
mail-claims-lede = Tout cela peut être falsifié.
mail-from = De
mail-reply-to = Réponses à
mail-to = À
mail-subject = Objet
mail-date = Date
mail-hops = Relayé par
mail-attached = Pièces jointes
mail-text = Son texte
mail-belongs = Il peut appartenir à
mail-belongs-none = Aucun dossier ne porte un numéro cité.
mail-new-request = L’enregistrer comme nouvelle demande
mail-call = Rappeler
# $name: an office of the directory
mail-listed = L’annuaire donne cette adresse pour : { $name }. Appelez le numéro ci-dessous, pas celui du courriel.
mail-unlisted = L’annuaire ne donne cette adresse à personne.
import-lede = CSV, XLSX ou ODS, avec tous intitulés. Rien n’est repris avant que vous l’ayez vu.
import-file = Le registre
import-file-hint = 64 Mio et 300 000 lignes au plus ; la première porte les intitulés
import-look = Le regarder
import-look-note = Le fichier attend une heure en mémoire et n’est pas écrit.
import-text = Comment le texte est écrit
import-text-lede = Choisissez pour que les lignes se lisent bien.
import-chosen = choisi
import-tab = tabulation
# $mark: the mark between columns
import-between = Entre colonnes : { $mark }
import-first-rows = Premières lignes
# $sound, $faulty: counts as text
import-sound = Des premières lignes, saines : { $sound }, en défaut : { $faulty }
# $row, $column, $cell, $flaw: where a fault is, and which
import-fault = Ligne { $row }, { $column } : { $flaw } ({ $cell })
flaw-missing = manque
flaw-state = État inconnu
flaw-kind = type inconnu
flaw-direction = ni arrivée ni départ
flaw-date = pas une date dans cet ordre
flaw-status = statut inconnu
flaw-formula = une formule ; mettez sa valeur
flaw-too-long = trop long
flaw-control = contient des caractères cachés
flaw-error = la feuille même dit erreur
column-our-ref = Notre référence
column-their-ref = Leur référence
column-direction = Arrivée ou départ
column-state = État
column-authority = Autorité
column-kind = Type
column-offence = Infraction
column-date = Date
column-channel = Voie
column-basis = Base légale
column-status = Statut
column-status-date = Date du statut
column-due = Échéance
column-officer = Qui s’en occupe
column-note = Note
order-dmy = Jour, mois, année
order-mdy = Mois, jour, année
order-ymd = Année, mois, jour
import-columns = Ce qu’est chaque colonne
import-columns-lede = Proposé d’après les intitulés ; corrigez. Le reste est gardé en notes.
import-as-note = Garder en note
# $cell: an example
import-example = Par exemple : { $cell }
# $column: a date column
import-order = Ordre des dates dans : { $column }
# $fits: cells that read, $all: of how many
import-fits = { $fits } sur { $all } sont des dates ainsi :
import-direction = Les lignes sans arrivée ni départ sont
import-kind = Les lignes sans type sont
import-aside-rows = mises de côté
import-run = Le reprendre
import-run-note = La même ligne deux fois n’ajoute rien, et tout peut être annulé tant que personne n’agit.
import-running = Reprise en cours
# $count: rows so far
import-progress = Lignes jusqu’ici : { $count }
# $number: of the import
import-title = Reprise { $number }
import-done = Ce qui a été repris
# $added, $already, $aside: counts as text
import-counts = Dossiers ouverts : { $added } · déjà là : { $already } · de côté : { $aside }
# $at: when
import-no-proof = Rien n’est prouvé avant le { $at }.
import-aside-file = Lignes de côté, avec raisons
import-undo = Annuler cette reprise
import-undo-note = Restent les dossiers où quelqu’un a agi.
import-was-undone = annulée
# $at: when, $kept: files that stayed
import-undone-at = Annulée le { $at }. Dossiers qui restent parce que quelqu’un a agi : { $kept }
import-due = Échéances de l’ancien registre
import-due-lede = Aucune ne court avant qu’une personne la confirme.
# $number: of the file, $day: when due
import-due-confirm = Faire courir { $number } jusqu’au { $day }
event-register-imported = Ancien registre repris
event-register-undone = Reprise annulée
event-register-handed-out = Registre sorti
event-file-taken-over = Repris d’un ancien registre ; aucune preuve avant
event-file-given-back = Reprise annulée, dossier vidé
event-due-confirmed = Échéance confirmée par une personne
