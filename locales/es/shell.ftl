## What surrounds every page: menu, top bar, footer, news, keys.

# The mark between the parts of a list, with the space that follows it in this language.
comma = ,
shell-skip = Ir al contenido principal
shell-find = Buscar una solicitud, una cuenta o un Estado
shell-night-watch = Guardia nocturna
shell-day-colours = Colores de día
shell-night-colours = Colores de noche
shell-sign-out = Cerrar sesión
shell-language = Idioma
shell-menu = Menú
shell-main-menu = Menú principal
# term: exercise
shell-exercise = Simulacro, no real. Los Estados, las personas y los casos son inventados.
menu-work = Trabajo
menu-account = Rendición de cuentas
menu-queue = Por tramitar
menu-write = Redactar una solicitud
menu-triage = Clasificación de solicitudes recibidas
menu-evidence = Pruebas
menu-approvals = Segundas firmas
# term: audit_log
menu-audit = Registro de auditoría
menu-deliveries = Entregas
foot-node = Nodo
foot-software = programa
# $time: when the last checkpoint was sealed
foot-sealed = Registro precintado a las { $time }, prueba válida
foot-broken = La prueba del registro de auditoría no se sostiene
# $up: partners that answer, $all: all partners
foot-peers = Asociados accesibles: { $up } de { $all }
foot-accessibility = Accesibilidad
foot-keys = Atajos de teclado
keys-move = para moverse
keys-open = para abrir
keys-list = para ver todos los atajos
news-show = Mostrar las solicitudes nuevas
news-check = Ver novedades
news-lost = Sin novedades desde hace un rato; se vuelve a intentar. La lista queda como está.
# $count: things that arrived since the page was drawn
news-arrived = { $n ->
    [0] Nada nuevo.
    [one] Llegó una novedad mientras leía. La lista no se ha movido.
   *[other] Llegaron { $count } novedades mientras leía. La lista no se ha movido.
}
# $day: a date, $time: a time with its zone
when-stamp = { $day }, { $time }
# $time: a time of day where the reader's office is
when-here = { $time } aquí
# $span: a length of time
when-in = en { $span }
when-late = retraso: { $span }
when-ago = hace { $span }
# $n: minutes, $count: the same as text
span-minutes = { $n ->
    [one] { $count } min
   *[other] { $count } min
}
span-hours = { $n ->
    [one] { $count } h
   *[other] { $count } h
}
span-days = { $n ->
    [one] { $count } d
   *[other] { $count } d
}
span-hours-minutes = { $hours } h { $minutes } min
span-days-hours = { $days } d { $hours } h
