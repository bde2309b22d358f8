"""Pages for 400, 403, 404 and 500: what happened, why, what next, and the id that stands in the log."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

WORDS = {
    400: (
        "Máy chủ không hiểu yêu cầu này",
        "Địa chỉ hoặc dữ liệu gửi lên bị sai dạng, thường do đường dẫn bị cắt hoặc bị sửa.",
        "Quay lại trang trước và làm lại. Chưa có gì bị thay đổi.",
    ),
    403: (
        "Bạn không được mở trang này",
        "Tài khoản của bạn chưa có quyền, hoặc biểu mẫu mở quá lâu nên phiên làm việc đã hết.",
        "Tải lại trang rồi thử lại; nếu vẫn vậy, đề nghị quản trị cấp quyền.",
    ),
    404: (
        "Không có trang này",
        "Địa chỉ gõ sai, hồ sơ đã chuyển chỗ, hoặc hồ sơ nằm ngoài phạm vi bạn được xem.",
        "Kiểm tra lại địa chỉ, hoặc về trang đầu rồi tìm hồ sơ theo tên hay mã.",
    ),
    500: (
        "Hệ thống gặp lỗi",
        "Đây là lỗi của phần mềm, không phải do bạn nhập sai. Việc đang làm dở không được ghi một nửa.",
        "Thử lại sau ít phút. Nếu vẫn lỗi, báo quản trị kèm mã lỗi dưới đây.",
    ),
}


def _page(request: HttpRequest, status: int) -> HttpResponse:
    """Rendered without context processors: an error page needs neither the database nor a session."""
    what, why, todo = WORDS[status]
    context = {"status": status, "what": what, "why": why, "todo": todo, "request_id": getattr(request, "id", "")}
    return HttpResponse(render_to_string("shell/error.html", context), status=status)


def bad_request(request, exception=None):
    return _page(request, 400)


def forbidden(request, exception=None):
    return _page(request, 403)


def not_found(request, exception=None):
    return _page(request, 404)


def server_error(request):
    return _page(request, 500)
