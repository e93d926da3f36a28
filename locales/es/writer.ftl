## The writer: steps, questions, hints, the letter beside them.

new-lede = Puede parar cuando quiera; el borrador se guarda solo.
new-begin = Empezar
new-kind = ¿Qué necesita?
new-kind-preservation = El otro Estado conserva los datos tal cual. No se revela nada.
new-kind-mla-stored = El otro Estado obtiene los datos almacenados y los devuelve como prueba.
new-kind-subscriber-direct = Una orden de información de abonado directa a un proveedor extranjero, con aviso a su Estado cuando proceda.
new-to = ¿A qué Estado se pide?
new-to-node = ¿A quién va dirigida?
new-reference = Su número de expediente
new-reference-hint = Se cita en cada mensaje.
new-no-drafts = No hay borradores.
# $kind: the kind in words; $state: the asked State, after a colon so that nothing is inflected
writer-title = { $kind }: { $state }
writer-drafts = Borradores
writer-leave = Salir y conservar
writer-steps = Pasos de la solicitud
# $time: when it was saved
writer-saved = Guardado a las { $time }
writer-why = Por qué se pide
writer-go-on = Guardar y seguir
writer-back = Atrás
writer-letter = La carta hasta ahora
writer-letter-draft = Borrador de la carta
# $done: rules met, $all: rules
writer-score = Bien a la primera: { $done } de { $all }.
writer-missing = { $n ->
    [one] Falta aún un elemento por el que se devuelven solicitudes.
   *[other] Faltan aún { $count } elementos por los que se devuelven solicitudes.
}
writer-see-them = Verlos
writer-ready = No falta nada de lo que hace devolver solicitudes.
writer-gaps = Lo que aún falta
writer-stops = Detiene la solicitud:
step-need = Qué necesita
step-where = Dónde está
step-basis = Base jurídica
step-offence = El delito
step-data = Los datos
step-facts = Hechos y vínculo
step-safeguards = Salvaguardias
step-urgency = Reserva y urgencia
step-sign = Comprobar y firmar
step-said-done = completo
step-said-now = ahora
step-said-wanting = falta una respuesta
step-said-todo = sin empezar
sign-title = Comprobar y firmar
sign-letter = La carta completa
sign-signers = Quién firma
sign-stopped = Hay que cubrir estas lagunas antes de firmar
sign-warnings = El otro Estado puede preguntar por esto
sign-button = Firmar y enviar
sign-hand-over = Pasar a quienes firman
sign-note = Se envía en cuanto firman quienes deben firmar. Se puede retirar, nunca cambiar sin que se note.
letter-to = A: { $name }
letter-from = De: { $name }
# $field: the question that has no answer yet
letter-missing = Falta: { $field }
assurance-death-penalty = No se pedirá ni ejecutará la pena de muerte
assurance-torture = Nadie será sometido a tortura ni malos tratos
assurance-data-protection = Los datos personales se protegerán como exige la base
answer-yes = Sí
answer-no = No
selector-email = Correo electrónico
selector-ipv4 = Dirección IPv4
selector-ipv6 = Dirección IPv6
selector-phone = Número de teléfono
selector-account-id = Número de cuenta en el proveedor
selector-username = Nombre de usuario
selector-url = Dirección web
selector-domain = Nombre de dominio
# $question: the question; $answer: its answer
letter-line = { $question } { $answer }
letter-named = { $question }: { $answer }
tlp-red = RED: solo las personas destinatarias
tlp-amber-strict = AMBER+STRICT: solo la oficina destinataria
tlp-amber = AMBER: la oficina destinataria y quienes deban actuar
tlp-green = GREEN: el círculo de colegas
tlp-clear = CLEAR: todo el mundo
pap-red = RED: solo analizar, sin tocar nada
pap-amber = AMBER: pasos discretos que el titular no advierte
pap-green = GREEN: pasos que pueden advertirse
pap-clear = CLEAR: todo lo lícito
actor-node = este nodo
actor-installation = instalación
