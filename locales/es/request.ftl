## The page of one request, triage, second signatures, deliveries, duty.

request-parts = Partes de este expediente
request-tab-overview = Resumen
request-tab-text = Texto de la solicitud
request-print = Imprimir el expediente
request-stages = Etapas de esta solicitud
request-clocks = Plazos
# $time: now, with date and zone
request-now = Ahora: { $time }
request-items = Lo que se pide
request-items-caption = Partes de la solicitud, cada una con su estado
request-item-about = Sobre
request-item-data = Datos
request-item-period = Período
request-item-state = Estado
request-history = Qué ha ocurrido
request-panels = Paneles
request-basis = Base jurídica
request-safeguards = Salvaguardias
request-safeguards-done = Salvaguardias respondidas
# $done of $all
count-of = { $done } de { $all }
request-people = Personas
request-related = Expedientes relacionados
request-more = Otros actos
text-lede = Tal como se firmó. Prevalece el original.
triage-lede = La acreditación del remitente va antes que lo que se pide.
triage-list = Solicitudes nuevas
triage-empty = No hay solicitudes nuevas.
# $span: how long ago
triage-last = La última llegó hace { $span }.
triage-proof = Quién lo envió
triage-whole = Abrir la solicitud completa
proof-proven = Remitente acreditado
proof-not-proven = Remitente no acreditado
proof-signature = La firma del nodo remitente es válida
proof-directory = La clave figura en la entrada de directorio del Estado
proof-officers = Firmado por las personas que exige la clase de datos
proof-sequence = No falta nada antes de este mensaje
approvals-lede = Desde los datos de abonado nadie envía ni entrega a solas. Lea exactamente lo que firma.
approvals-empty = Nada espera a una segunda persona.
approvals-bytes = Bytes exactos firmados
approvals-sign = Firmar como segunda persona
approvals-password = Su contraseña, para abrir su clave de simulacro
approvals-native = Una de las pruebas debe venir del equipo de la persona: ejecute
approvals-drafter = Usted redactó este texto; lo firma otra persona.
approvals-have = Firmado
approvals-need-person = Otra persona
approvals-need-authority = La fiscalía, una autoridad judicial o la dirección de la autoridad
approvals-purpose-send = Enviar
approvals-purpose-release = Entregar las pruebas
approvals-purpose-refuse = Denegar, con motivo
deliveries-lede = Lo que no se pudo entregar necesita a una persona; lo demás sigue solo.
deliveries-dead = Necesita a una persona
deliveries-none-dead = Nada necesita intervención.
deliveries-waiting = En camino
deliveries-none-waiting = Todo se ha entregado.
deliveries-to = A:
# $n: attempts
deliveries-tries = { $n ->
    [one] { $count } intento
   *[other] { $count } intentos
}
deliveries-since = en espera desde
deliveries-next = próximo intento
delivery-queued = En cola
delivery-dead = No entregado
duty-watch = Guardia nocturna
duty-quiet = Todo en calma
duty-quiet-note = Nada urgente le espera. Abra de nuevo esta página para ver la próxima emergencia.
duty-left = para acusar recibo
duty-acknowledge = Me encargo: acusar recibo
duty-ack-note = Acusar recibo indica que la ha leído; no acepta revelar nada.
duty-asks = Lo que piden
duty-whole = Abrir la solicitud completa
duty-ladder = Si nadie acusa recibo
duty-ladder-again = su teléfono vuelve a sonar
duty-ladder-deputy = se llama a la persona suplente
duty-ladder-head = se llama a la jefatura de la unidad
duty-ladder-partner = se avisa a la otra parte
# $n: other open items
duty-rest = { $n ->
    [0] No hay nada más abierto.
    [one] Otro asunto puede esperar a la mañana.
   *[other] Otros { $count } asuntos pueden esperar a la mañana.
}
people-owner = Aquí
people-drafter = Redactada por
people-them = Otra parte
people-telephone = Teléfono
people-hours = Horario
# $index: place in the log
history-entry = entrada { $index }
request-reference = Referencia
asks-why = Por qué
