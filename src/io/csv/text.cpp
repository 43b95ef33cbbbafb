#include "text.hpp"

#include <algorithm>
#include <optional>

#include "nninterp/core/error.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

// Line by line, which is faster than byte by byte.
std::size_t count_feeds(std::string_view bytes) {
  std::size_t feeds = 0;
  for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) ++feeds;
  return feeds;
}

std::string line_of(std::string_view bytes, std::size_t position) {
  return std::to_string(count_feeds(bytes.substr(0, position)) + 1);
}

struct Packing {
  std::string_view begin;
  const char *name, *unpack;
};
// gzip and zstd are unpacked where a file is read, but once.
constexpr Packing packings[] = {{"\x1F\x8B", "gzip", "gunzip"},
                                {"\x28\xB5\x2F\xFD", "zstd", "unzstd"},
                                {"BZh91AY&SY", "bzip2", "bunzip2"},
                                {"\xFD\x37zXZ", "xz", "unxz"}};

void check_binary(std::string_view bytes, const std::string& name) {
  if (starts_with(bytes, "PK\x03\x04")) {
    throw InputError(name + ": is a ZIP archive or a spreadsheet, not text", "save the table as CSV, in UTF-8");
  }
  for (const Packing& packing : packings) {
    if (!starts_with(bytes, packing.begin)) continue;
    throw InputError(name + ": is compressed by " + packing.name, std::string("unpack it first: ") + packing.unpack);
  }
  if (starts_with(bytes, "\xFF\xFE") || starts_with(bytes, "\xFE\xFF")) {
    throw InputError(name + ": is UTF-16 text", "save it as UTF-8");
  }
}

constexpr auto none = std::string_view::npos;

void check_characters(std::string_view bytes, const std::string& name, const std::vector<CsvStretch>& stretches) {
  std::size_t nul = none, invalid = none;
  for (const CsvStretch& stretch : stretches) {
    nul = std::min(nul, stretch.nul);
    invalid = std::min(invalid, stretch.invalid);
  }
  if (nul != none) {
    throw InputError(name + ":" + line_of(bytes, nul) + ": holds a NUL byte: this is no text, or it is UTF-16",
                     "save the table as CSV, in UTF-8");
  }
  if (invalid != none) {
    throw InputError(name + ":" + line_of(bytes, invalid) + ": is not UTF-8 text",
                     "convert it, for example: iconv -f latin1 -t utf-8 OLD > NEW");
  }
}

std::vector<std::string_view> cut_at_lines(std::string_view bytes, std::size_t size) {
  std::vector<std::string_view> parts;
  while (!bytes.empty()) {
    const std::size_t feed = bytes.find('\n', std::max<std::size_t>(size, 1) - 1);
    parts.push_back(bytes.substr(0, feed == none ? none : feed + 1));
    bytes.remove_prefix(parts.back().size());
  }
  return parts;
}

// Long ones are what a file of one line, or of another kind, looks like.
void check_line_lengths(std::string_view bytes, const std::string& name) {
  constexpr std::size_t limit = (std::size_t{1} << 24) - 1;
  for (std::size_t begin = 0; bytes.size() - begin > limit;) {
    const std::size_t feed = bytes.rfind('\n', begin + limit);
    if (feed == std::string_view::npos || feed < begin) {
      throw InputError(name + ":" + line_of(bytes, begin) + ": the line is longer than 16 MiB");
    }
    begin = feed + 1;
  }
}

// The one that splits the first records into the most columns, all alike; else the one that the header has most of.
char detect_delimiter(const CsvText& text) {
  char best = ',', best_of_header = ',';
  std::size_t columns = 1, columns_of_header = 1;
  for (const char candidate : csv_delimiters) {
    const FirstRecords found = look_at_first(text, candidate);
    if (found.alike && found.cells == found.header_cells && found.cells > columns) {
      best = candidate;
      columns = found.header_cells;
    }
    if (found.header_cells > columns_of_header) {
      best_of_header = candidate;
      columns_of_header = found.header_cells;
    }
  }
  return columns > 1 ? best : best_of_header;
}

}  // namespace

// A character has no line feed in it.
CsvStretch look_at(std::string_view bytes, CsvPlace begin, CsvPlace end) {
  const auto in_text = [&](std::size_t position) { return position == none ? none : begin.offset + position; };
  return {begin, end, in_text(bytes.find('\0')), in_text(find_invalid_utf8(bytes))};
}

CsvPlace behind(std::string_view bytes, CsvPlace begin) {
  return {begin.offset + bytes.size(), begin.line + count_feeds(bytes)};
}

std::vector<CsvStretch> stretches_of(std::string_view bytes, const CsvWork& work) {
  const std::vector<std::string_view> parts = cut_at_lines(bytes, work.part_size);
  std::vector<CsvStretch> stretches(parts.size());
  parallel_for(parts.size(), work.threads, [&](std::size_t i) {
    const CsvPlace begin{static_cast<std::size_t>(parts[i].data() - bytes.data()), 0};
    stretches[i] = look_at(parts[i], begin, behind(parts[i], begin));
    work.release(parts[i]);
  });
  std::size_t line = 1;
  for (CsvStretch& stretch : stretches) {
    stretch.begin.line = line;
    line += stretch.end.line;
    stretch.end.line = line;
  }
  return stretches;
}

void check_text(std::string_view bytes, const std::string& name, const std::vector<CsvStretch>& stretches) {
  check_binary(bytes, name);
  bytes = without_byte_order_mark(bytes);
  check_characters(bytes, name, stretches);
  if ((stretches.empty() || stretches.back().end.line == 1) && bytes.find('\r') != none) {
    throw InputError(name + ": its lines end in CR alone, as on old Macs", "convert it: tr '\\r' '\\n' < OLD > NEW");
  }
  check_line_lengths(bytes, name);
}

std::string_view without_byte_order_mark(std::string_view bytes) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (starts_with(bytes, mark)) bytes.remove_prefix(mark.size());
  return bytes;
}

CsvText text_of(std::string_view bytes, const std::string& name, const CsvOptions& options) {
  CsvText text{bytes, name, ',', options.comment.value_or('\0')};
  std::optional<char> delimiter = options.delimiter;
  if (delimiter && *delimiter != ' ' && csv_delimiters.find(*delimiter) == none) {
    throw UsageError("⟨delimiter⟩: '" + one_line({&*delimiter, 1}) + "' is none of , ; tab | blank");
  }
  // As spreadsheets write it for each other.
  const std::string_view line = trim(bytes.substr(0, bytes.find_first_of("\r\n")));
  if (line.size() == 5 && starts_with(line, "sep=") && csv_delimiters.find(line[4]) != none) {
    if (!delimiter) delimiter = line[4];
    text.begin = {std::min(bytes.find('\n'), bytes.size() - 1) + 1, 2};
  }
  text.delimiter = delimiter ? *delimiter : detect_delimiter(text);
  return text;
}

}  // namespace nninterp
