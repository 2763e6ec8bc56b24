/** Reply templates in Chinese, drafts until they are listed as read. See TRANSLATING.md for how to write. */
import type { ReplyTemplates } from "./purposes.ts";

export const templates: ReplyTemplates = {
  received: "我们收到并看了您的报告。谢谢您信任我们。您可以在这里写信息，次数不限。",
  safety: "您现在安全吗？如有危险，请拨打 911。您什么时候可以安全地看我们的回复？",
  careful: "可能有人能看到您的手机或电脑。请只在没人看见时在这里看和写。之后请清除页面。请把代码放在安全的地方。",
  question: "我们有一个问题：{question} 您愿意才回答。",
  meeting: "我们可以和您见面。地点：{place}。时间：{time}。您可以不说姓名。这样对您合适吗？",
  referral: "这个机构也许能帮忙：{service}。您可以自己去。您想让我们和他们谈您的情况吗？您可以说不。",
  emergency: "如果现在有危险，请拨打 911。电话免费。这里不会有人马上看。",
  waiting: "我们还在处理您的报告。这需要时间。请过几天再来看这个信箱。",
  cannotHelp: "这一次我们无法处理，很抱歉。别的机构也许可以：{service}。您写信给我们是对的。",
  newCode: "您有了新代码：我们现在写到这里。旧代码不再有人处理。如果不是您换的，请告诉我们。",
  withdrawn: "您撤回了报告。我们已停止处理。如果不是您撤回的，请告诉我们。",
  closing: "我们对您报告的工作已结束。如果情况有变，请用同一个代码写给我们。",
};
