## What surrounds every page: menu, top bar, footer, news, keys.

# The mark between the parts of a list, with the space that follows it in this language.
comma = ，
shell-skip = 跳到主要内容
shell-find = 查找请求、账户或国家
shell-night-watch = 夜间值班
shell-day-colours = 日间配色
shell-night-colours = 夜间配色
shell-sign-out = 退出
shell-language = 语言
shell-menu = 菜单
shell-main-menu = 主菜单
# term: exercise
shell-exercise = 演练，非真实。所有国家、人员和案件均为虚构。
menu-work = 工作
menu-account = 问责
menu-queue = 待办
menu-write = 撰写请求
menu-triage = 来件分流
menu-evidence = 证据
menu-approvals = 第二签名
# term: audit_log
menu-audit = 审计日志
menu-deliveries = 投递情况
foot-node = 节点
foot-software = 软件版本
# $time: when the last checkpoint was sealed
foot-sealed = 日志封存于{ $time }，证明有效
foot-broken = 审计日志的证明不成立
# $up: partners that answer, $all: all partners
foot-peers = 可连通的伙伴：{ $up }/{ $all }
foot-accessibility = 无障碍
foot-keys = 键盘帮助
keys-move = 移动
keys-open = 打开
keys-list = 列出所有按键
news-show = 显示新请求
news-check = 查看新消息
news-lost = 暂时没有新消息，正在重试。列表保持不变。
# $count: things that arrived since the page was drawn
news-arrived = { $n ->
    [0] 没有新内容。
   *[other] 您阅读期间到达{ $count }项。下方列表未变动。
}
# $day: a date, $time: a time with its zone
when-stamp = { $day } { $time }
# $time: a time of day where the reader's office is
when-here = 本地{ $time }
# $span: a length of time
when-in = { $span }后
when-late = 已逾期{ $span }
when-ago = { $span }前
# $n: minutes, $count: the same as text
span-minutes = { $n ->
   *[other] { $count }分钟
}
span-hours = { $n ->
   *[other] { $count }小时
}
span-days = { $n ->
   *[other] { $count }天
}
span-hours-minutes = { $hours }小时{ $minutes }分钟
span-days-hours = { $days }天{ $hours }小时
