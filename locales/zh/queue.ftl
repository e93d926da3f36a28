## The queue and its deadline rail.

queue-title = 待办
# $n: late acknowledgements and decisions; $count: $n as text
queue-late = { $n ->
    [0] 没有逾期事项。
   *[other] { $count }项已逾期。
}
queue-soon = { $n ->
    [0] 未来4小时内没有到期事项。
   *[other] { $count }项将在4小时内到期。
}
queue-calm = 没有逾期事项，未来4小时内也没有到期事项。
queue-empty = { $n ->
    [0] 没有待您处理的事项。
   *[other] 没有待您处理的事项。{ $count }项请求等待他方。
}
queue-views = 已存视图
queue-view-mine = 我的桌面
queue-view-nobody = 尚未指派
queue-view-waiting = 等待他方
queue-view-emergencies = 紧急事项
queue-view-all = 全部未结
queue-view-closed = 已结
# $text: what was searched for
queue-search = “{ $text }”的查找结果。
queue-search-clear = 返回我的桌面
queue-no-match = 在您可查看的范围内没有匹配项。
queue-caption = 按期限排列的请求
queue-col-due = 期限
queue-col-request = 请求
queue-col-between = 双方
queue-col-stage = 阶段
queue-col-basis = 法律依据
queue-col-owner = 负责人
queue-col-next = 下一步
queue-group-overdue = 已逾期
queue-group-four-hours = 未来4小时内
queue-group-two-days = 未来48小时内
queue-group-later = 以后
queue-group-no-clock = 无计时
queue-no-due = 无期限
queue-nobody = 尚未指派
queue-they-answer = 无需处理：等待对方答复
queue-more = 显示更多
# $state: where the reader's office is
queue-times = 时间先显示UTC，再显示本地时间。本地：{ $state }。
rail-title = 即将到来的期限
rail-key-late = 逾期
rail-key-soon = 待您处理，即将到期
rail-key-yours = 待您处理
rail-key-waiting = 等待他方
rail-now = 现在
# $state: where the reader's office is
rail-night = 夜间：{ $state }
rail-spoken = 未来两天的期限。下表按相同顺序列出相同请求。
provider-inbox = 向我方提出的请求
