## Sign-in, errors, accessibility, keys.

form-error = Error:
# $n: answers to mend; $count: $n as text
form-summary = { $n ->
    [one] One answer needs correcting
   *[other] { $count } answers need correcting
}
signin-title = Sign in
signin-button = Sign in
signin-name = Name
signin-password = Password
signin-failed = Name or password is not right
signin-failed-help = Try again. After several failures the account rests for a while; your administrator can open it.
signin-help = Lost your key or password? Two administrators of your office replace it together; nobody sends codes.
error-code = Code
error-back = Back to the queue
error-not-found = There is no such page here
error-not-found-todo = The address may be mistyped, or the file belongs to another office. Search by number, or ask the person who sent you the link.
error-not-done = That was not done
error-nothing-changed = Nothing was changed and nothing was sent.
error-act-not-allowed = Your office does not allow this act. Ask a colleague whose office does, or hand the file over.
error-stage-out-of-order = The file has moved on and this act no longer fits. Look at the page again.
error-approval-missing = Another person must sign first. The text waits under “Second signatures”.
error-approval-proof = The signature does not hold. Sign again with your own key.
error-input-wrong = One of the answers cannot be used. Go back and mend it; what you typed is still there.
error-form-defects = The text has defects that must be mended before it can be signed. They are listed under “Check and sign”.
error-law-no-basis = On file there is no legal basis for this. Other lawful ways are named on the page of the request.
error-session-ended = Your sign-in has ended. Drafts are kept.
error-peer-unknown = The other node is not in the directory, so nothing can be sent to it. Ask your administrator to load the State's directory entry.
error-file-changed = Somebody else changed this file meanwhile. Look at it again and decide anew.
error-evidence-mismatch = The evidence does not agree with its seal. It was set aside and nobody has opened it. Ask for it again.
error-node-no-space = The node's disk is full. What was acknowledged is safe; new writing waits. Tell your administrator.
error-log-not-anchored = Not yet anchored. The next checkpoint of the custody log is signed within the hour; try again then.
error-node-failed = The node could not do this. Tell your administrator the code and the time below.
error-form-token = This page was open too long, or the form came from elsewhere. Open the page again and send it once more.
access-lede = What works, what does not yet, and whom to tell.
access-works = What works
access-keyboard = Every act can be done with the keyboard alone; single-letter keys can be switched off.
access-script = Every page works without JavaScript.
access-zoom = Text can be enlarged to 200 % and pages fit a telephone; wide tables scroll by themselves.
access-colour = No meaning rests on colour alone: an icon and a word stand beside it.
access-night = Night colours keep their contrast.
access-open = What is not yet done
access-untested = No test yet with screen readers, voice control or switches.
access-upload = Resumable upload of large files needs JavaScript; without it use the command line.
access-tell = Tell your administrator what stands in your way; it is a defect like any other.
keys-lede = Keys act only outside of fields.
keys-move-rows = Move through the list
keys-open-row = Open the marked request
keys-close = Close a menu
keys-off = Switch single keys off in this browser
