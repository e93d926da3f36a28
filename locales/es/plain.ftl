## Sign-in, errors, accessibility, keys.

form-error = Error:
# $n: answers to mend; $count: $n as text
form-summary = { $n ->
    [one] Hay que corregir una respuesta
   *[other] Hay que corregir { $count } respuestas
}
signin-title = Iniciar sesión
signin-button = Iniciar sesión
signin-name = Usuario
signin-password = Contraseña
signin-failed = El usuario o la contraseña no es correcto
signin-failed-help = Inténtelo de nuevo. Tras varios fallos la cuenta queda en pausa; su administración puede abrirla.
signin-help = ¿Perdió la clave o la contraseña? Dos personas de la administración la sustituyen juntas; nadie envía códigos.
error-code = Código
error-back = Volver a lo pendiente
error-not-found = Esta página no existe aquí
error-not-found-todo = Quizá la dirección esté mal escrita o el expediente sea de otra oficina. Busque por número o pregunte a quien le envió el enlace.
error-not-done = No se ha hecho
error-nothing-changed = No se ha cambiado nada ni se ha enviado nada.
error-act-not-allowed = Su función no permite este acto. Pida ayuda a quien pueda hacerlo o pásele el expediente.
error-stage-out-of-order = El expediente ha avanzado y este acto ya no procede. Vuelva a mirar la página.
error-approval-missing = Antes debe firmar otra persona. El texto espera en «Segundas firmas».
error-approval-proof = La firma no es válida. Firme de nuevo con su propia clave.
error-input-wrong = Una de las respuestas no se puede usar. Vuelva y corríjala; lo escrito sigue ahí.
error-form-defects = El texto tiene defectos que hay que subsanar antes de firmar. Figuran en «Comprobar y firmar».
error-law-no-basis = No consta base jurídica para esto. La página de la solicitud indica otras vías lícitas.
error-session-ended = Su sesión ha terminado. Los borradores se conservan.
error-peer-unknown = El otro nodo no está en el directorio y no se le puede enviar nada. Pida a su administración que cargue la entrada de ese Estado.
error-file-changed = Otra persona ha cambiado este expediente entretanto. Vuelva a mirarlo y decida de nuevo.
error-evidence-mismatch = Las pruebas no coinciden con su precinto. Se han apartado y nadie las ha abierto. Pídalas de nuevo.
error-node-no-space = El disco del nodo está lleno. Lo confirmado está a salvo; lo nuevo espera. Avise a su administración.
error-log-not-anchored = Aún no está anclado. El próximo punto de control del registro de custodia se firma en menos de una hora; inténtelo entonces.
error-node-failed = El nodo no pudo hacerlo. Indique a su administración el código y la hora siguientes.
error-form-token = La página estuvo abierta demasiado tiempo o el formulario viene de otro lugar. Abra de nuevo la página y reenvíe.
access-lede = Qué funciona, qué aún no y a quién avisar.
access-works = Qué funciona
access-keyboard = Todo se puede hacer solo con el teclado; los atajos de una letra se pueden desactivar.
access-script = Todas las páginas funcionan sin JavaScript.
access-zoom = El texto se puede ampliar al 200 % y las páginas caben en un teléfono; las tablas anchas se desplazan solas.
access-colour = Ningún significado depende solo del color: lo acompañan un icono y una palabra.
access-night = Los colores de noche mantienen el contraste.
access-open = Lo que falta
access-untested = Aún sin pruebas con lectores de pantalla, control por voz o pulsadores.
access-upload = La subida reanudable de archivos grandes necesita JavaScript; sin él, use la línea de órdenes.
access-tell = Diga a su administración qué le estorba; es un defecto como cualquier otro.
keys-lede = Las teclas solo actúan fuera de los campos.
keys-move-rows = Moverse por la lista
keys-open-row = Abrir la solicitud marcada
keys-close = Cerrar un menú
keys-off = Desactivar estas teclas en este navegador
