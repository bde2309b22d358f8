"""bedo backup: database and files into one file, while the system runs."""

import argparse
import json
from pathlib import Path

from bedo.config import archive
from bedo.config.health import pending_migrations
from bedo.core.moves import Refused
from bedo.documents.rules import megabytes

HELP = "Sao lưu cơ sở dữ liệu và tệp vào một tệp .zip, không cần dừng máy chủ"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="TỆP", type=Path, help="tệp .zip sẽ ghi; chưa được có sẵn")
    parser.add_argument("--json", action="store_true", help="in bản kê dưới dạng JSON")


def run(args: argparse.Namespace) -> int:
    place = args.file
    if place.exists():
        raise Refused(f"{place} đã có.", "Chọn tên khác, ví dụ thêm ngày giờ.")
    if not place.parent.is_dir():
        raise Refused(f"Không có thư mục {place.parent}.", "Tạo thư mục trước.")
    if pending_migrations():
        raise Refused("Cơ sở dữ liệu chưa được nâng cấp.", "Chạy “bedo migrate” rồi sao lưu.")
    manifest = archive.write(place)
    files = manifest["files"]
    lost = [*files["missing"], *files["changed"]]
    if args.json:
        print(json.dumps({"file": str(place), "bytes": place.stat().st_size, **manifest}, ensure_ascii=False))
    else:
        rows = sum(table["rows"] for table in manifest["tables"].values())
        print(
            f"Đã sao lưu {rows} dòng của {len(manifest['tables'])} bảng và {files['count']} tệp vào {place} ({megabytes(place.stat().st_size)})."
        )
        for path in lost:
            print(f"Tệp mất hoặc đã bị sửa trong kho: {path}")
    return 1 if lost else 0
