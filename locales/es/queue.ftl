## The queue and its deadline rail.

queue-title = Por tramitar
# $n: late acknowledgements and decisions; $count: $n as text
queue-late = { $n ->
    [0] Nada está fuera de plazo.
    [one] Un plazo ha vencido.
   *[other] Han vencido { $count } plazos.
}
queue-soon = { $n ->
    [0] Nada vence en las próximas 4 horas.
    [one] Un plazo vence en las próximas 4 horas.
   *[other] { $count } plazos vencen en las próximas 4 horas.
}
queue-calm = Nada está fuera de plazo y nada vence en las próximas 4 horas.
queue-empty = { $n ->
    [0] No se espera nada de usted.
    [one] No se espera nada de usted. Una solicitud espera a otros.
   *[other] No se espera nada de usted. { $count } solicitudes esperan a otros.
}
queue-views = Vistas guardadas
queue-view-mine = Mi mesa
queue-view-nobody = Sin asignar
queue-view-waiting = A la espera de otros
queue-view-emergencies = Emergencias
queue-view-all = Todas las abiertas
queue-view-closed = Cerradas
# $text: what was searched for
queue-search = Resultados de «{ $text }».
queue-search-clear = Volver a mi mesa
queue-no-match = No hay coincidencias entre lo que puede ver.
queue-caption = Solicitudes, por fecha límite
queue-col-due = Vence
queue-col-request = Solicitud
queue-col-between = Entre
queue-col-stage = Etapa
queue-col-basis = Base jurídica
queue-col-owner = Responsable
queue-col-next = Paso siguiente
queue-group-overdue = Fuera de plazo
queue-group-four-hours = En las próximas 4 horas
queue-group-two-days = En las próximas 48 horas
queue-group-later = Más tarde
queue-group-no-clock = Sin plazo en curso
queue-no-due = sin plazo
queue-nobody = Sin asignar
queue-they-answer = Nada: responden ellos
queue-more = Mostrar más
# $state: where the reader's office is
queue-times = Las horas se muestran primero en UTC y después en hora local. Aquí: { $state }.
rail-title = Plazos próximos
rail-key-late = fuera de plazo
rail-key-soon = suyo, pronto
rail-key-yours = suyo
rail-key-waiting = a la espera de otros
rail-now = ahora
# $state: where the reader's office is
rail-night = noche: { $state }
rail-spoken = Plazos de los dos próximos días. La tabla siguiente muestra las mismas solicitudes en el mismo orden.
provider-inbox = Solicitudes recibidas
