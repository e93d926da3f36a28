## The page on which a request becomes a letter.

letters-tab = Lettre
letters-title = La demande sous forme de lettre
letters-lede = Sur papier, par courriel ou par un réseau fermé. Chaque lettre établie est inscrite au registre.
letters-language = Langue des intitulés
letters-language-hint = Le texte rédigé reste tel quel.
letters-format = Forme
letters-format-pdf = PDF/A, à imprimer, signer et sceller
letters-format-docx = DOCX, pour le papier à en-tête du service
letters-format-text = Texte d’un courriel
letters-format-network = Texte pour un réseau fermé
letters-format-cover = Bordereau pour la valise diplomatique, PDF/A
letters-copy = Pour qui
letters-copy-authority = Une autorité : tout
letters-copy-provider = Un fournisseur de services : sans ce qui est réservé aux autorités
letters-make = Établir la lettre
letters-code = Code sur chaque page
letters-code-hint = Une page signée qui revient retrouve ce dossier par ce code : saisissez-le dans la recherche.
letters-unread = Aucun juriste de langue maternelle n’a encore relu ces intitulés. Une personne connaissant la langue les compare avant toute signature.
letters-hash = SHA-256 du texte
letters-not-made = La lettre n’a pas été établie.
letters-failed = La mise en page a échoué. C’est un défaut du programme : signalez-le avec le code ci-dessous.
letters-not-built = Ce programme a été construit sans cette forme. Choisissez-en une autre.
letters-code-misread = Ce code a été mal lu.
letters-code-todo = Comparez-le avec la page : douze lettres et chiffres en trois groupes.
# $signs: characters without a font; $folder: where fonts are looked for
letters-no-font = Aucune police installée ne contient { $signs }. L’administrateur place un fichier de police qui les contient dans { $folder } ; d’ici là, prenez DOCX ou texte.
# $length and $most: bytes
letters-too-long = Le texte compte { $length } octets et une lettre en porte au plus { $most }. Joignez les longs documents en annexe.
