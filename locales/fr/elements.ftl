## Elements of data that can be asked.

element-name = Nom
element-postal-address = Adresse postale
element-birth-date = Date de naissance
element-contact-email = Adresse de contact
element-contact-phone = Téléphone de contact
element-billing = Données de facturation
element-payment-instrument = Moyen de paiement
element-service-type = Type de service
element-service-period = Durée du service
element-registration-time = Date d’inscription
element-registration-ip = Adresse IP d’inscription
element-last-login-ip = Adresse IP de dernière connexion
element-ip-assignment = Titulaire de l’adresse à cet instant
element-verification-data = Données de vérification
element-profile = Profil du compte
element-login-history = Historique de connexion
element-session-log = Journal de session
element-cdr = Relevés d’appels
element-message-headers = En-têtes, sans objet
element-device-ids = Identifiants d’appareil
element-linked-accounts = Comptes liés
element-messages = Messages échangés
element-mailbox = Boîte aux lettres
element-files = Fichiers
element-photos = Photographies
element-backups = Sauvegardes
