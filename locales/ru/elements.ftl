## Elements of data that can be asked.

element-name = Имя
element-postal-address = Почтовый адрес
element-birth-date = Дата рождения
element-contact-email = Контактный адрес
element-contact-phone = Контактный телефон
element-billing = Платёжные данные
element-payment-instrument = Средство оплаты
element-service-type = Вид услуги
element-service-period = Период услуги
element-registration-time = Время регистрации
element-registration-ip = IP-адрес при регистрации
element-last-login-ip = IP-адрес последнего входа
element-ip-assignment = Кому был выделен адрес
element-verification-data = Данные проверки
element-profile = Профиль
element-login-history = История входов
element-session-log = Журнал сеансов
element-cdr = Сведения о вызовах
element-message-headers = Заголовки без темы
element-device-ids = Идентификаторы устройств
element-linked-accounts = Связанные учётные записи
element-messages = Сообщения
element-mailbox = Почтовый ящик
element-files = Файлы
element-photos = Фотографии
element-backups = Резервные копии
