## The law browser: atlas, States, instruments, comparison, questions, the law of one request.

menu-know = Saber
menu-law = Bases jurídicas
# The pages
law-pages = Páginas de derecho
law-tab-atlas = Atlas de Estados
law-tab-instruments = Instrumentos
law-tab-compare = Comparar
law-tab-decide = Preguntar al derecho
law-tab-what-if = Qué cambiaría
# $day: the day to which facts were gathered; $hash: begin of the hash; $name: the name of the law data
law-foot = Datos jurídicos «{ $name }», al { $day }, huella { $hash }.
law-not-advice = No es asesoramiento jurídico: los datos proponen, una persona decide.
# Words of facts
law-state = Estado
law-instrument = Instrumento
law-measure = Medida
law-direction = Sentido
law-on-day = En qué fecha
law-on-day-hint = 2027-03-16. Se consulta el derecho de ese día.
law-we-ask = pedimos nosotros
law-they-ask = piden ellos
law-from = Quién pide
law-to = A quién se pide
law-addressee = Destinatario
law-data = Datos
law-no-data = No se piden datos
law-offence = Delito
law-penalty = Pena máxima, en meses
law-penalty-hint = En el Estado requirente. Déjese vacío si no se conoce.
law-elements = Elementos de datos
law-elements-hint = La categoría resulta de los elementos; cuenta la más estricta.
law-fact-emergency = Emergencia
law-fact-group = Grupo delictivo organizado
law-fact-border = Carácter transnacional
law-not-known = no se sabe
law-not-said = no se dice
law-none = ninguna
law-choose = Elegir
law-choose-listed = Elija de la lista; escriba las fechas como 2027-03-16 y los meses como número entero.
# $field: the name of the field
law-field-wrong = No se puede leer: { $field }
# How sure a fact is
law-sure-high = verificado
law-sure-medium = verificado en parte
law-sure-low = sin verificar
law-text-seen = texto leído
law-partly-seen = leído en parte
law-recalled = de memoria, sin verificar
law-invented = inventado para ejercicios
law-no-source-date = fuente sin fecha
law-unverified-short = sin verificar
law-unverified = Un dato jurídico no está verificado.
law-unverified-todo = Una persona lo confirma antes de enviar nada.
law-facts-unverified = { $n ->
    [one] Un dato no está verificado.
   *[other] { $count } datos no están verificados.
}
# The atlas. $state: our State
law-atlas-lede = ¿Con qué base podemos pedir a cada Estado, y cada Estado a nosotros? Nuestro Estado: { $state }. Una casilla por Estado, todas iguales; no se dibujan fronteras.
law-as-table = Como tabla
law-same-table = Lo mismo en una tabla
law-strongest = Base más sólida
law-show = Mostrar
# $name: the heading of a table
law-table = { $name }: tabla
law-key = Leyenda
law-leaders = Instrumentos principales:
law-picked = Estado elegido
law-choose-tile = Elija un Estado para ver las bases, a quién escribir y qué se exige.
law-this-is-us = nuestro Estado
law-other-way = por otra vía
law-states-count = { $n ->
    [one] { $count } Estado
   *[other] { $count } Estados
}
standing-own = acuerdo entre ambos, o acto de una unión
standing-named = tratado que prevé esta medida
standing-general = tratado para ciertos delitos, o por una medida próxima
standing-courtesy = sin tratado: reciprocidad o su propio derecho
standing-nothing = nada en los datos
region-africa = África
region-asia-pacific = Asia y el Pacífico
region-eastern-europe = Europa oriental
region-latin-america-caribbean = América Latina y el Caribe
region-western-europe-others = Europa occidental y otros
region-others = Otros que figuran en los datos
region-exercise = Estados del ejercicio
law-send-to = Enviar a
law-languages = Idiomas
law-keeps-data = Conserva los datos
law-days-most = { $n ->
    [one] como máximo { $count } día
   *[other] como máximo { $count } días
}
law-checked = Comprobado
law-profile = Perfil
law-no-profile = aún no hay perfil
law-no-profile-long = Este Estado aún no tiene perfil en los datos: lo escribe su propia autoridad.
# $state: a State
law-write-to = Escribir a: { $state }
law-whole = Respuesta completa
law-would-change = Qué cambiaría esto
# $instrument: a treaty; $state: a State that is not a party
law-could-join = { $instrument }, si obligara a: { $state }
law-without-treaty = { $n ->
    [one] A { $count } Estado solo se le puede pedir sin tratado.
   *[other] A { $count } Estados solo se les puede pedir sin tratado.
}
law-rows-unverified = { $n ->
    [one] { $count } de { $all } filas de partes no está verificada del todo.
   *[other] { $count } de { $all } filas de partes no están verificadas del todo.
}
law-list-them = Ver la lista
law-col-standing = Base
law-col-answer = Respuesta
law-col-leads = Instrumento principal
# The answer of the law in a few words
outcome-proceed = se puede pedir
outcome-conditions = se puede pedir, con condiciones
outcome-elsewhere = por otra vía
outcome-block = detenido
# One State
law-state-lede = Instrumentos con sus fechas, reservas y declaraciones, lo que se exige y de dónde viene cada dato.
law-compare-us = Junto a nuestro Estado
law-territory-of = Territorio. Estado que responde por él:
law-they-want = Lo que allí se exige
law-offices = Oficinas
law-no-offices = No hay oficinas en los datos. Pregunte por vía diplomática.
law-notice = Aviso de órdenes a sus proveedores
law-order-copy = Copia de la orden interna
law-after-emergency = Solicitud formal tras una emergencia
law-standard = Prueba para el contenido
law-assurances = Garantías
law-certificates = Certificados de sus tribunales
law-zone = Zona horaria
law-working-week = Días hábiles
law-holidays = Festivos
law-no-rows = No hay filas en los datos.
law-rows-caption = Partes con fechas, reservas y fuentes
law-col-status = Situación
law-col-since = Desde
law-col-reservations = Reservas y declaraciones
law-col-source = Fuente
law-party = parte
law-signatory = solo signatario
law-ended = terminado
law-day-unknown = fecha desconocida
law-not-bound = no obligado
# $day: a date
law-until = hasta el { $day }
law-reservation = Reserva
law-declaration = Declaración
law-notification = Notificación
law-remark = Observación
law-all-read = Lista leída hasta el final
law-reservations-unknown = Reservas desconocidas (no significa que no haya)
# $part, $state: parts of a State
law-only-part = solo: { $part }
law-left-out = excluido: { $state }
law-covered = incluido: { $state }
law-covered-from = incluido desde el { $day }: { $state }
law-transmission = Cómo debe transmitirse una solicitud para que cuente
law-every-measure = toda medida
law-way-electronic = Electrónico
law-way-starts = Qué inicia el plazo
law-way-signature = Firma electrónica
law-way-translation = Traducción
law-way-legalisation = Legalización
law-paper-within = { $n ->
    [one] papel en { $count } día
   *[other] papel en { $count } días
}
law-own-law = Su derecho interno sobre cada medida
law-own-offences = Su derecho interno sobre cada delito
law-col-provision = Disposición
law-col-by = Quién puede autorizar
law-col-narrower = Exige además
law-col-most = Pena máxima
law-months = { $n ->
    [one] { $count } mes
   *[other] { $count } meses
}
law-territories = Territorios por los que responde
law-territory = Territorio
# Instruments
law-instruments-lede = { $instruments } instrumentos con { $articles } medidas, { $seen } leídas en el texto; { $rows } filas de partes y signatarios.
law-col-kind = Tipo
law-col-parties = Partes
law-col-measures = Medidas
law-col-sure = Certeza
law-if-joined = Qué cambiaría si un Estado se adhiere
law-about = Sobre él
law-sources = De dónde vienen los datos
law-relation = Relación con otros tratados
law-measures-articles = Medidas y artículos
law-col-how = Cómo y qué datos
law-col-limits = Plazos y doble incriminación
law-col-conditions = Condiciones y motivos de denegación
law-col-checked = Verificación
law-article = Art. { $article }
law-parties = Partes y signatarios
law-parties-count = { $n ->
    [one] { $count } parte, { $signed } solo signatarios
   *[other] { $count } partes, { $signed } solo signatarios
}
law-reservable = Artículos que admiten reserva
law-declarable = Artículos para declaraciones
law-offences-of = Delitos que trata
law-col-mode = Qué hace
law-col-article = Artículo
law-not-in-force = no está en vigor
law-in-force-since = en vigor desde el { $day }
law-in-force-from = en vigor a partir del { $day }
# Comparison. $from, $to: States
law-compare-title = Dos Estados lado a lado
law-compare-lede = Para cada medida, la respuesta en ambos sentidos, por la mejor vía abierta.
law-first-state = Primer Estado
law-second-state = Segundo Estado
law-compare-go = Compararlos
law-compare-same = Elija dos Estados distintos: dentro de un Estado rige su propio derecho.
law-asks = { $from } → { $to }
law-and-more = y { $count } más
# What changes if
law-what-if-title = Qué cambiaría si un Estado se adhiere
law-what-if-lede = Cada pregunta entre el Estado y los demás se hace dos veces, sin y con la nueva parte. Solo se muestran las diferencias.
law-what-if-go = Ver qué cambia
law-effect-summary = { $n ->
    [one] Cambia { $count } respuesta, con { $partners } Estados
   *[other] Cambian { $count } respuestas, con { $partners } Estados
}
# $count: how many questions
law-effect-asked = Preguntas hechas dos veces: { $count }.
law-effect-not-in-force = El instrumento no está en vigor ese día. Se muestra lo que cambiaría cuando lo esté, entre los signatarios.
law-effect-already = El Estado ya es parte según estos datos.
law-changes = Lo que se respondería de otro modo
law-before = Antes
law-after = Después
law-partners = Con quién
law-it-asks = { $state } pide
law-it-is-asked = Se pide a: { $state }
law-cases-touched = Solicitudes abiertas afectadas
law-no-cases-touched = Ninguna solicitud abierta aquí se respondería de otro modo.
# Ask the law
law-decide-title = Preguntar al derecho
law-decide-lede = Quién pide qué a quién y qué día: cada base con su función, cada exclusión con su razón, plazos, motivos de denegación, condiciones.
law-decide-go = Preguntar
law-decide-empty = Rellene la pregunta; lo que deje abierto cuenta como desconocido, nunca como no.
law-question = Pregunta
# $measure, $data, $day
law-answer-for = { $measure } · { $data } · { $day }
law-explained = En frases
law-limits = Plazos
law-from-event = corre desde:
law-only-if = solo si:
law-working-days-only = (días hábiles)
law-risks = Lo que puede oponerse
law-no-risks = No se nombra ningún motivo de denegación.
law-closed = Lista cerrada: estos motivos y ningún otro
law-open = Lista abierta: puede haber otros
law-ordinary = Procedimiento ordinario y salvaguardias
law-safeguards = Salvaguardias de los textos
law-hangs = La respuesta depende de ello
law-excluded = Lo que no da base, y por qué
law-excluded-count = { $n ->
    [one] { $count } instrumento
   *[other] { $count } instrumentos
}
law-excluded-show = Cada uno con su razón
# $article: instrument and article
law-presumed = Ambos están obligados por { $article }: se presume, una persona lo confirma.
# The law of one request. $from, $to: States
law-case-lede = { $from } → { $to }: nuestros datos, los de la otra parte y lo que una persona ha constatado.
law-lacking = El texto aún no dice lo suficiente para preguntar al derecho:
law-dual-title = Doble incriminación, según la conducta
law-settle = Examinar la doble incriminación
law-settled-all = Todos los elementos confirmados
law-charged = Se imputa:
law-conduct-not-name = Compare la conducta, no el nombre del delito.
law-other-type = Comparar con este tipo
law-elements-caption = Elementos de la conducta en ambos derechos
law-col-element = Elemento
law-col-same = ¿Igual?
law-asks-for-it = lo exige
law-does-not-ask = no lo exige
law-not-on-file = derecho sin datos: léase en el texto
# $text: what a law asks beyond the type
law-only-where = solo si: { $text }
law-not-yet = todavía no
same-yes = Sí, igual
same-no = No, difiere
same-unclear = No se puede decir
law-why = Por qué, en una frase
law-record = Registrar lo constatado
law-record-note = Su constatación queda en el registro con su nombre y la hora. Por sí sola no decide nada.
law-ask-or-refuse = Preguntar, o denegar con un motivo
law-articles-both = Artículos sobre esta conducta que obligan a ambos
law-our-answer = Nuestros datos jurídicos
law-their-answer = Datos de la otra parte
law-agree = coinciden
law-differ = difieren
law-not-in-ours = nuestros datos no dan esta base
law-only-in-ours = solo nuestros datos dan esta base
law-their-data = Datos consultados allí:
law-same-data = los mismos que los nuestros
law-other-data = distintos de los nuestros
law-facts-to-confirm = Datos jurídicos por confirmar
law-confirmed-by = Confirmado por:
law-where-checked = Dónde lo ha comprobado
law-confirm-facts = Confirmar estos datos
event-law-conduct-compared = Conducta comparada en ambos derechos
# Closed lists of the law data
role-of-measure = medida
role-of-procedure = procedimiento
role-of-channel = vía
role-of-parallel = también utilizable
role-of-fallback = sin tratado
addressee-service-provider = un proveedor, directamente
addressee-central-authority = autoridad central
addressee-contact-24-7 = punto de contacto 24/7
addressee-judicial-authority = juez o fiscal, directamente
addressee-police = policía
addressee-competent-authorities = autoridades competentes
addressee-registrar = registro o registrador, directamente
addressee-diplomatic = vía diplomática
addressee-none-direct-access = nadie: acceso directo
addressee-fiu = unidad de inteligencia financiera
addressee-cert = equipo CERT
measure-mla-realtime-traffic = Obtención en tiempo real de datos de tráfico
measure-mla-interception = Interceptación de contenido
measure-direct-order = Orden directa a un proveedor
measure-confiscation = Decomiso de bienes
measure-spontaneous-information = Información espontánea
measure-transborder-consent = Acceso transfronterizo con consentimiento
measure-video-conference = Audiencia por videoconferencia
measure-contact-24-7 = Red 24/7
measure-extradition = Extradición
measure-mla-general = Otra asistencia judicial recíproca
measure-mla-realtime = Obtención en tiempo real
category-none = sin datos
offence-mode-criminalises = obliga a sus partes a castigarlo
offence-mode-covered-if-serious-crime = lo abarca como delito grave: pena, frontera y grupo
offence-mode-evidence-only = solo abarca sus pruebas electrónicas
offence-mode-political = llama a cooperar, no obliga
instrument-kind-multilateral = abierto a muchos Estados
instrument-kind-protocol = protocolo
instrument-kind-regional = regional
instrument-kind-bilateral = bilateral
instrument-kind-eu-act = acto de la Unión Europea
instrument-kind-executive-agreement = acuerdo ejecutivo
instrument-kind-soft-law = no vinculante
instrument-kind-unsc-resolution = resolución del Consejo de Seguridad
instrument-kind-national-law = derecho interno de un Estado
instrument-kind-fallback = a falta de tratado
instrument-fact-series = Serie
instrument-fact-depositary = Depositario
instrument-fact-adopted = Adoptado
instrument-fact-opened = Abierto a la firma
instrument-fact-in-force = En vigor
instrument-fact-applies-from = Aplicable desde
instrument-fact-entry-rule = Cómo entra en vigor
instrument-fact-open-to = Abierto a
instrument-fact-status-note = Situación
instrument-fact-domestic-implementation = Aplicación interna
instrument-fact-territorial = Territorios
instrument-fact-denunciation = Denuncia
instrument-fact-reservations-closed = Reservas
instrument-fact-version-note = Versión
instrument-fact-scope-offences = Abarca
instrument-fact-scope-penalty = Umbral de pena
channel-by-agreement = según acuerdo
channel-by-other-treaty = por otro tratado
channel-central-authority = autoridad central
channel-central-authority-if-law-allows = autoridad central, si la ley lo permite
channel-competent-authorities = autoridades competentes
channel-contact-24-7 = punto de contacto 24/7
channel-csirt = equipo de respuesta a incidentes
channel-designated-authority = autoridad designada
channel-diplomatic = diplomática
channel-diplomatic-if-required = diplomática, si se exige
channel-direct-to-provider = directamente al proveedor
channel-direct-to-provider-establishment = directamente al establecimiento del proveedor
channel-direct-to-provider-via-designated-authority = al proveedor a través de la autoridad designada
channel-direct-to-registrar = directamente al registrador
channel-electronic = electrónica
channel-interpol = canal de Interpol
channel-interpol-if-urgent = Interpol, si es urgente
channel-interpol-if-urgent-and-agreed = Interpol, si es urgente y se acuerda
channel-judicial-direct = entre autoridades judiciales
channel-judicial-direct-if-both-in-coe-182 = entre autoridades judiciales, si ambas están obligadas por el protocolo
channel-judicial-direct-if-urgent = entre autoridades judiciales, si es urgente
channel-liaison = oficial de enlace
channel-ministry-of-justice = ministerio de justicia
channel-none-direct-access = acceso directo
channel-police = de policía a policía
channel-prosecutor-general = fiscalía general
channel-via-us-authority = por una autoridad de los Estados Unidos
channel-voluntary-direct = directamente, si el proveedor accede
effect-consider = considerará
effect-discretionary = facultativo
effect-encouraged = se alienta
effect-endeavour = procurará
effect-obligation = obliga
effect-obligation-to-us-authority = obliga frente a una autoridad de los Estados Unidos
effect-permission = permite
effect-political = político
effect-request-only = solo solicitud
effect-voluntary = voluntario
dual-rule-not-required-except-art5 = no exigida, salvo registros (art. 5)
dual-rule-not-required-with-exceptions = no exigida, con excepciones
dual-rule-not-stated = no se indica
dual-rule-only-for-coercive = solo para medidas coercitivas
dual-rule-required-for-search-seizure = exigida para registro e incautación
dual-rule-required-for-search-warrants-etc = exigida para órdenes de registro y similares
dual-rule-unspecified = no especificado
dual-rule-via-coe-030-art5 = según el convenio de 1959 (art. 5)
dual-rule-via-bilateral = según el tratado bilateral
electronic-advance-copy = como copia anticipada
electronic-original = vale como original
electronic-not-accepted = no se acepta
electronic-unknown = no se sabe
starts-electronic = el mensaje electrónico
starts-paper = el papel
starts-registration = el registro allí
starts-unknown = no se sabe
signature-simple = simple
signature-advanced = avanzada
signature-qualified = cualificada
signature-wet = manuscrita en papel
signature-unknown = no se sabe
translation-none = no hace falta
translation-plain = simple
translation-certified = certificada
translation-unknown = no se sabe
legalisation-none = no hace falta
legalisation-apostille = apostilla
legalisation-chain = cadena de legalizaciones
legalisation-exempt = exento
legalisation-unknown = no se sabe
standard-probable-cause = causa probable
standard-reasonable-grounds = motivos razonables
direct-accepted = se aceptan
direct-notice = se aceptan con aviso a la autoridad
direct-consent = solo con el consentimiento del Estado
direct-not-accepted = no se aceptan
way-judicial = entre autoridades judiciales
way-central-authority = autoridad central
way-diplomatic = diplomática
way-interpol = canal de Interpol
way-contact-24-7 = punto de contacto 24/7
law-direct-requests = Solicitudes a sus proveedores sin su autoridad
law-channels = Vías
law-holidays-until = lista hasta { $year }
law-domestic-incomplete = No figuran todas las medidas: el silencio no significa «ninguna».
certificate-certificate-of-foreign-records-3505 = certificado de registros extranjeros (18 USC 3505)
certificate-certificate-of-records-902-11 = certificado de registros (FRE 902(11))
certificate-certificate-s-63-4-parts-a-b = certificado del art. 63(4), partes A y B
certificate-certificate-of-records = certificado de registros
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
authorised-police = policía
authorised-prosecutor = fiscalía
authorised-judge = juez
authorised-court = tribunal
authorised-central-authority = autoridad central
