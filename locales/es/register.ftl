## The register: arrivals, partners without a node, taking over and handing out the book.

menu-register = Registro
register-title = Registro
register-lede = Lo que llega y sale fuera de la red, y el libro de todas las solicitudes.
register-carry = Por llevar
register-carry-none = Ninguna carta espera ser llevada.
register-come = Llegó algo
register-come-lede = Una solicitud en papel, un correo o una llamada se hace expediente con número, controles y plazos. La respuesta se registra en su expediente, en Cartas y papeles.
register-arrival = Registrar una solicitud llegada
register-mail = Leer un archivo de correo
register-book = El libro
register-book-lede = Tome un registro anterior o entregue todo. Lo entregado se abre sin este programa.
register-import = Tomar un registro anterior
register-csv = Entregar como tabla
register-jsonl = Entregar todo para programas
register-taken = Registros tomados
register-taken-none = Ninguno aún.
register-partners = Socios sin nodo
partner-add = Inscribir o cambiar un socio
partner-lede = Queda en el directorio: sus solicitudes se redactan, controlan y cuentan como las demás y salen como cartas.
partner-node = Nombre en el directorio
partner-node-hint = Estado, organización, unidad: XC/justice/central
partner-name = Nombre de la oficina
partner-kind = Qué es
partner-kind-authority = Autoridad
partner-kind-contact-point = Punto de contacto 24/7
partner-kind-provider = Proveedor de servicios
partner-kind-cert = Equipo CERT
partner-kind-fiu = Unidad de inteligencia financiera
partner-usual = Vía habitual
partner-languages = Idiomas que acepta
partner-languages-hint = Códigos con comas: en, fr
partner-save = Guardar
partner-note = Una dirección sin clave no prueba nada. Tómela del propio Estado, no de un mensaje.
partner-signed = Firmado por su propio Estado
partner-none = Ninguno aún.
arrival-lede = De papel, correo o llamada: el control nombra después todo lo que falta, de una vez.
arrival-from = De quién
arrival-kind = Tipo de solicitud
arrival-reference = Su número de asunto
arrival-urgency = Urgencia
arrival-says = Lo que dice la carta
arrival-offence = Delito
arrival-provision = Disposición citada
arrival-facts = Hechos
arrival-selector = Qué se nombra
arrival-value = Tal como está escrito
arrival-category = Datos pedidos
arrival-period-from = Desde el día
arrival-period-to = Hasta el día
arrival-note = Si ya hay una solicitud con esta referencia, el papel se une a su expediente.
mail-lede = Guarde el mensaje como archivo (.eml) y elíjalo. Se conservan cabeceras y adjuntos; nada se da por cierto.
mail-file = Archivo de correo
mail-file-hint = Como máximo 32 MiB
mail-read = Leerlo
mail-claims = Lo que afirma
mail-claims-lede = Todo esto se puede falsificar.
mail-from = De
mail-reply-to = Responder a
mail-to = Para
mail-subject = Asunto
mail-date = Fecha
mail-hops = Pasó por
mail-attached = Adjuntos
mail-text = Su texto
mail-belongs = Puede pertenecer a
mail-belongs-none = Ningún expediente lleva un número que nombre.
mail-new-request = Registrarlo como solicitud nueva
mail-call = Devolver la llamada
# $name: an office of the directory
mail-listed = El directorio lista esta dirección para: { $name }. Llame al número de abajo, no al del correo.
mail-unlisted = El directorio no lista esta dirección.
import-lede = CSV, XLSX u ODS, con cualquier encabezado. Nada se toma antes de que lo vea.
import-file = El registro
import-file-hint = Como máximo 64 MiB y 300 000 filas; la primera lleva los encabezados
import-look = Verlo
import-look-note = El archivo espera una hora en memoria y no se guarda.
import-text = Cómo está escrito el texto
import-text-lede = Elija de modo que las filas se lean bien.
import-chosen = elegido
import-tab = tabulador
# $mark: the mark between columns
import-between = Entre columnas: { $mark }
import-first-rows = Primeras filas
# $sound, $faulty: counts as text
import-sound = De las primeras filas, correctas: { $sound }, con fallo: { $faulty }
# $row, $column, $cell, $flaw: where a fault is, and which
import-fault = Fila { $row }, { $column }: { $flaw } ({ $cell })
flaw-missing = falta
flaw-state = no existe tal Estado
flaw-kind = no existe tal tipo
flaw-direction = ni entrada ni salida
flaw-date = no es fecha en este orden
flaw-status = no existe tal situación
flaw-formula = una fórmula; ponga su valor
flaw-too-long = demasiado largo
flaw-control = contiene caracteres ocultos
flaw-error = la propia hoja dice error
column-our-ref = Nuestra referencia
column-their-ref = Su referencia
column-direction = Entrada o salida
column-state = Estado
column-authority = Autoridad
column-kind = Tipo
column-offence = Delito
column-date = Fecha
column-channel = Canal
column-basis = Base jurídica
column-status = Situación
column-status-date = Fecha de la situación
column-due = Plazo
column-officer = Quién lo lleva
column-note = Nota
order-dmy = Día, mes, año
order-mdy = Mes, día, año
order-ymd = Año, mes, día
import-columns = Qué es cada columna
import-columns-lede = Propuesto por los encabezados; corrija lo erróneo. Lo demás queda como nota.
import-as-note = Guardar como nota
# $cell: an example
import-example = Por ejemplo: { $cell }
# $column: a date column
import-order = Orden de las fechas en: { $column }
# $fits: cells that read, $all: of how many
import-fits = { $fits } de { $all } son fechas así:
import-direction = Las filas sin entrada o salida son
import-kind = Las filas sin tipo son
import-aside-rows = apartadas
import-run = Tomarlo
import-run-note = La misma fila dos veces no añade nada y todo se puede deshacer hasta que alguien actúe.
import-running = En curso
# $count: rows so far
import-progress = Filas hasta ahora: { $count }
# $number: of the import
import-title = Importación { $number }
import-done = Lo que se tomó
# $added, $already, $aside: counts as text
import-counts = Expedientes abiertos: { $added } · ya presentes: { $already } · apartados: { $aside }
# $at: when
import-no-proof = No hay prueba de nada antes de { $at }.
import-aside-file = Filas apartadas, con motivos
import-undo = Deshacer esta importación
import-undo-note = Quedan los expedientes en que alguien actuó.
import-was-undone = deshecha
# $at: when, $kept: files that stayed
import-undone-at = Deshecha el { $at }. Expedientes que quedan porque alguien actuó: { $kept }
import-due = Plazos según el registro anterior
import-due-lede = Ninguno corre hasta que alguien lo confirme.
# $number: of the file, $day: when due
import-due-confirm = Que { $number } corra hasta { $day }
event-register-imported = Registro anterior tomado
event-register-undone = Importación deshecha
event-register-handed-out = Registro entregado
event-file-taken-over = Tomado de un registro anterior; sin prueba previa
event-file-given-back = Importación deshecha, expediente vaciado
event-due-confirmed = Plazo confirmado por una persona
