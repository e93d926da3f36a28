## Beside the wire: letters that people carry, papers and calls that people register.

next-carry = Llevar la carta
next-compare = Decidir qué texto rige
event-letter-written = Carta redactada y aprobada
event-letter-left = La carta salió
event-paper-arrived = Llegó fuera de la red
event-sender-confirmed = Remitente probado después
event-paper-settled = Se decidió qué texto rige
event-request-registered = Solicitud registrada por una persona
event-road-joined = Dos vías unidas en un expediente
event-partner-entered = Socio sin nodo inscrito
error-sender-not-proven = No está probado quién pide. Se pueden conservar datos, no entregarlos. Llame al número del directorio y regístrelo.
done-to-carry = Firmado. El socio no tiene nodo: lleve la carta y registre cómo salió.
channel-post = Correo postal
channel-courier = Mensajería
channel-hand = En mano
channel-email = Correo electrónico
channel-network = Red cerrada
channel-telephone = Teléfono
grade-key = Probado por clave
grade-seal-and-channel = Por sello y canal conocido
grade-not-proven = No probado
road-title = Cartas y papeles
road-lede = Lo que salió o llegó por esta solicitud fuera de la red.
road-none = Nada salió ni llegó fuera de la red.
# $at: since when
road-waits = Espera desde { $at }
road-ready = Texto listo
road-record = Registrar cómo salió
road-channel = Canal
road-when = Cuándo, en UTC
road-when-hint = Año-mes-día y hora: 2026-11-24 14:30
road-tracking = Número de envío, de valija o de la red
road-carrier = Quién la llevó y observaciones
road-left = Salida
road-arrived = Entrada
road-arrive = Registrar lo que llegó para esta solicitud
road-says = Qué dice
says-note = Pertenece al expediente, nada más
says-again = El mismo texto otra vez, en papel o por otra vía
says-checking = La tienen y la examinan
says-question = Hacen una pregunta
says-accepted = La aceptan
says-kept = Los datos están conservados
says-produced = Entregan los datos
says-not-found = No tienen nada
says-returned = La devuelven para completarla
says-refused = La deniegan
says-reply = Responden a nuestra pregunta
says-completed = Completan lo que devolvimos
says-withdrawn = Retiran la solicitud
road-seen = Lo que usted vio
road-seal = Comparé sello y firma con los modelos archivados
road-known = Llegó por un canal y una dirección de nuestro directorio
road-called = Llamé al número del directorio y lo confirmaron
road-note = En palabras: lo dicho u observaciones
road-scan = Escaneo, datos o archivo de correo
road-scan-hint = Se precinta y se registra su SHA-256.
road-dated = Fecha que lleva
road-pages = Hojas
road-shelf = Dónde está el papel
road-ground = Motivo, si deniegan
road-until = Hasta cuándo
road-until-hint = Para datos conservados y devoluciones: 2026-11-24
road-their-number = Su número
road-further = El papel y lo que difiere
# $path: place in the text
road-as = En el papel, en { $path }
road-register = Registrar
road-confirm = Registrar la prueba del remitente
road-confirm-how = A quién, cuándo, en qué número o con qué modelo
road-not-proven = No probado por clave: se puede conservar, no entregar.
road-call = Llame a este número, nunca al que trae un mensaje.
road-differs = El papel dice otra cosa
road-place = Lugar
road-here = En el texto de aquí
road-there = En el papel
road-governs-first = Rige el texto de aquí
road-governs-second = Rige el papel
# $name: who checked
road-checked-by = Registrado y comprobado por { $name }
road-joined = Este expediente se unió a uno llegado por nodo; siga allí.
# $at: when; $import: number of the import; $row: row of its file
road-taken = Tomado de un registro anterior el { $at }, importación { $import }, fila { $row }. No hay prueba de lo anterior.
paper-note = Pertenece al expediente
paper-confirmation = El mismo texto otra vez
# $number: our or their number
letter-our-number = Nuestro número: { $number }
letter-your-number = Su número: { $number }
# $at: an instant
letter-until = Hasta { $at }
# $days: a number of days as text
letter-days = Días adicionales: { $days }
