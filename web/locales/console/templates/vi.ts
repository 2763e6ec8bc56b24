/** Reply templates in Vietnamese, drafts until they are listed as read. See TRANSLATING.md for how to write. */
import type { ReplyTemplates } from "./purposes.ts";

export const templates: ReplyTemplates = {
  received:
    "Chúng tôi đã nhận và đọc báo cáo của bạn. Cảm ơn bạn đã tin chúng tôi. Bạn có thể viết ở đây bao nhiêu lần cũng được.",
  safety:
    "Bây giờ bạn có an toàn không? Nếu nguy hiểm, hãy gọi 911. Khi nào bạn có thể đọc thư trả lời mà không gặp rủi ro?",
  careful:
    "Có thể có người xem được máy của bạn. Chỉ đọc và viết ở đây khi không ai nhìn. Sau đó hãy xóa trang. Hãy giữ mã ở nơi an toàn.",
  question: "Chúng tôi có một câu hỏi: {question} Bạn chỉ trả lời nếu muốn.",
  meeting:
    "Chúng tôi có thể gặp bạn. Nơi gặp: {place}. Lúc: {time}. Bạn có thể đến mà không cần nói tên. Như vậy có tiện cho bạn không?",
  referral:
    "Một dịch vụ có thể giúp được: {service}. Bạn có thể tự đến đó. Bạn có muốn chúng tôi nói với họ về bạn không? Bạn có thể nói không.",
  emergency: "Nếu đang gặp nguy hiểm, hãy gọi 911. Cuộc gọi miễn phí. Ở đây không ai đọc ngay lập tức.",
  waiting:
    "Chúng tôi vẫn đang làm việc về báo cáo của bạn. Việc này cần thời gian. Vài ngày nữa hãy trở lại đọc hộp thư này.",
  cannotHelp:
    "Lần này chúng tôi không làm được gì, chúng tôi rất tiếc. Một dịch vụ khác có thể làm được: {service}. Bạn đã làm đúng khi viết cho chúng tôi.",
  newCode:
    "Bạn có mã mới: bây giờ chúng tôi viết cho bạn ở đây. Không ai làm theo mã cũ nữa. Nếu bạn không tự đổi mã, hãy cho chúng tôi biết.",
  withdrawn: "Bạn đã rút lại báo cáo. Chúng tôi đã dừng công việc. Nếu bạn không tự rút lại, hãy cho chúng tôi biết.",
  closing:
    "Chúng tôi đã xong công việc về báo cáo của bạn. Nếu có gì thay đổi, hãy viết cho chúng tôi bằng cùng mã đó.",
};
