## Elements of data that can be asked.

element-name = Name
element-postal-address = Postal address
element-birth-date = Date of birth
element-contact-email = Contact e-mail
element-contact-phone = Contact telephone
element-billing = Billing data
element-payment-instrument = Means of payment
element-service-type = Type of service
element-service-period = Period of service
element-registration-time = Time of registration
element-registration-ip = Address used to register
element-last-login-ip = Address of the last log-in
element-ip-assignment = Who had this address at this time
element-verification-data = Verification data
element-profile = Profile
element-login-history = Log-in history
element-session-log = Session log
element-cdr = Call records
element-message-headers = Message headers, without subject
element-device-ids = Device identifiers
element-linked-accounts = Linked accounts
element-messages = Messages
element-mailbox = Mailbox
element-files = Files
element-photos = Photographs
element-backups = Backups
