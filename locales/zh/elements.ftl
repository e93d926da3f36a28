## Elements of data that can be asked.

element-name = 姓名
element-postal-address = 邮寄地址
element-birth-date = 出生日期
element-contact-email = 联系邮箱
element-contact-phone = 联系电话
element-billing = 账单信息
element-payment-instrument = 支付方式
element-service-type = 服务类型
element-service-period = 服务期限
element-registration-time = 注册时间
element-registration-ip = 注册IP地址
element-last-login-ip = 最近登录IP地址
element-ip-assignment = 该时刻地址使用者
element-verification-data = 核验数据
element-profile = 个人资料
element-login-history = 登录历史
element-session-log = 会话日志
element-cdr = 通话记录
element-message-headers = 邮件头（不含主题）
element-device-ids = 设备标识
element-linked-accounts = 关联账户
element-messages = 消息内容
element-mailbox = 邮箱内容
element-files = 文件
element-photos = 照片
element-backups = 备份
