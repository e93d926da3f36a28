## Sign-in, errors, accessibility, keys.

form-error = 错误：
# $n: answers to mend; $count: $n as text
form-summary = { $n ->
   *[other] 有{ $count }处回答需要更正
}
signin-title = 登录
signin-button = 登录
signin-name = 用户名
signin-password = 密码
signin-failed = 用户名或密码不正确
signin-failed-help = 请重试。多次失败后账户会暂停一段时间，管理员可以重新开启。
signin-help = 密钥或密码丢失？由贵单位两名管理员共同更换；不会有人发送验证码。
error-code = 代码
error-back = 返回待办
error-not-found = 此处没有该页面
error-not-found-todo = 地址可能有误，或该案卷属于其他单位。请按编号查找，或询问发来链接的人。
error-not-done = 该操作未执行
error-nothing-changed = 没有任何更改，也没有发送任何内容。
error-act-not-allowed = 您的职责不允许此操作。请有权限的同事处理，或移交案卷。
error-stage-out-of-order = 案卷已进入其他阶段，此操作不再适用。请重新打开页面。
error-approval-missing = 须先由另一人签署。文本在“第二签名”中等待。
error-approval-proof = 签名无效。请用您自己的密钥重新签署。
error-input-wrong = 其中一项回答无法使用。请返回更正；您输入的内容仍在。
error-form-defects = 文本存在签署前须修正的缺陷，列于“核对并签署”中。
error-law-no-basis = 记录中没有相应的法律依据。请求页面列有其他合法途径。
error-session-ended = 登录已结束。草稿已保留。
error-peer-unknown = 名录中没有对方节点，无法向其发送。请管理员加载该国的名录条目。
error-file-changed = 其间有人更改了该案卷。请重新查看后再决定。
error-evidence-mismatch = 证据与其封存不符。已另行搁置，无人打开。请重新索取。
error-node-no-space = 节点磁盘已满。已确认的内容安全，新的写入须等待。请通知管理员。
error-log-not-anchored = 尚未锚定。保管日志的下一个检查点将在一小时内签署，请届时再试。
error-node-failed = 节点无法执行。请将下方代码和时间告知管理员。
error-form-token = 页面打开过久，或表单来自别处。请重新打开页面后再次提交。
access-lede = 哪些可用、哪些尚不可用，以及向谁反映。
access-works = 可用的功能
access-keyboard = 所有操作均可仅用键盘完成；单字母快捷键可以关闭。
access-script = 所有页面无需JavaScript即可使用。
access-zoom = 文字可放大到200%，页面适合手机；宽表格单独滚动。
access-colour = 任何含义都不只靠颜色：旁边有图标和文字。
access-night = 夜间配色保持对比度。
access-open = 尚未完成的部分
access-untested = 尚未用读屏软件、语音控制或开关设备测试。
access-upload = 大文件断点续传需要JavaScript；否则请用命令行。
access-tell = 请告诉管理员妨碍您的问题；这与其他缺陷同等对待。
keys-lede = 按键仅在输入框之外起作用。
keys-move-rows = 在列表中移动
keys-open-row = 打开选中的请求
keys-close = 关闭菜单
keys-off = 在此浏览器中关闭单键操作
