## Elements of data that can be asked.

element-name = Nombre
element-postal-address = Dirección postal
element-birth-date = Fecha de nacimiento
element-contact-email = Correo de contacto
element-contact-phone = Teléfono de contacto
element-billing = Datos de facturación
element-payment-instrument = Medio de pago
element-service-type = Tipo de servicio
element-service-period = Período del servicio
element-registration-time = Fecha de registro
element-registration-ip = Dirección IP de registro
element-last-login-ip = Dirección IP del último acceso
element-ip-assignment = Quién tenía la dirección entonces
element-verification-data = Datos de verificación
element-profile = Perfil
element-login-history = Historial de accesos
element-session-log = Registro de sesiones
element-cdr = Registros de llamadas
element-message-headers = Cabeceras, sin asunto
element-device-ids = Identificadores de dispositivo
element-linked-accounts = Cuentas vinculadas
element-messages = Mensajes
element-mailbox = Buzón
element-files = Archivos
element-photos = Fotografías
element-backups = Copias de seguridad
