## The writer: steps, questions, hints, the letter beside them.

new-lede = 可随时停止；草稿自动保存。
new-begin = 开始
new-kind = 您需要什么？
new-kind-preservation = 对方国家按原样保全数据，不披露任何内容。
new-kind-mla-stored = 对方国家获取所存储的数据并作为证据送回。
new-kind-subscriber-direct = 直接向境外服务提供者索取订户信息的命令，必要时通知其所在国。
new-to = 向哪个国家提出？
new-to-node = 发给谁？
new-reference = 贵方案号
new-reference-hint = 每条消息都会引用。
new-no-drafts = 没有草稿。
# $kind: the kind in words; $state: the asked State, after a colon so that nothing is inflected
writer-title = { $kind }：{ $state }
writer-drafts = 草稿
writer-leave = 离开并保留
writer-steps = 撰写步骤
# $time: when it was saved
writer-saved = 已保存{ $time }
writer-why = 为何询问
writer-go-on = 保存并继续
writer-back = 返回
writer-letter = 目前的信函
writer-letter-draft = 信函草稿
# $done: rules met, $all: rules
writer-score = 一次做对：{ $done }/{ $all }。
writer-missing = { $n ->
   *[other] 仍缺{ $count }项会导致请求被退回的内容。
}
writer-see-them = 查看
writer-ready = 会导致退回的内容均已齐备。
writer-gaps = 尚缺内容
writer-stops = 阻止请求：
step-need = 您的需要
step-where = 所在之处
step-basis = 法律依据
step-offence = 犯罪
step-data = 数据
step-facts = 事实与关联
step-safeguards = 保障措施
step-urgency = 保密与紧急
step-sign = 核对并签署
step-said-done = 已完成
step-said-now = 当前
step-said-wanting = 需要回答
step-said-todo = 未开始
sign-title = 核对并签署
sign-letter = 完整信函
sign-signers = 签署人
sign-stopped = 签署前须补齐以下内容
sign-warnings = 对方国家可能就以下内容询问
sign-button = 签署并发送
sign-hand-over = 交由签署人
sign-note = 所有须签署者签署后即发送。可以撤回，但不能暗中更改。
letter-to = 致：{ $name }
letter-from = 发自：{ $name }
# $field: the question that has no answer yet
letter-missing = 缺：{ $field }
assurance-death-penalty = 不请求也不执行死刑
assurance-torture = 任何人不受酷刑或虐待
assurance-data-protection = 个人数据按依据要求予以保护
answer-yes = 是
answer-no = 否
selector-email = 电子邮箱
selector-ipv4 = IPv4地址
selector-ipv6 = IPv6地址
selector-phone = 电话号码
selector-account-id = 服务提供者账户号
selector-username = 用户名
selector-url = 网址
selector-domain = 域名
# $question: the question; $answer: its answer
letter-line = { $question }{ $answer }
letter-named = { $question }：{ $answer }
tlp-red = RED：仅限收件人本人
tlp-amber-strict = AMBER+STRICT：仅限收件机构
tlp-amber = AMBER：收件机构及须采取行动者
tlp-green = GREEN：同行范围内
tlp-clear = CLEAR：所有人
pap-red = RED：仅可分析，不得触动
pap-amber = AMBER：账户所有人不会察觉的隐蔽步骤
pap-green = GREEN：可能被察觉的步骤
pap-clear = CLEAR：一切合法行动
actor-node = 本节点
actor-installation = 安装
