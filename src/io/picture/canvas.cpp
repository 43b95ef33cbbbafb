#include "canvas.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"

namespace nninterp::gnuplot {

namespace {

constexpr PictureSize usual_size{720, 480}, usual_text_size{100, 32};
constexpr double least_scale = 0.7;
constexpr double character = 8, line = 20;  // pixels of the usual size

PictureSize size_of(const PictureLooks& looks) {
  return looks.size.value_or(looks.format == PictureFormat::text ? usual_text_size : usual_size);
}

double scale_of(PictureFormat format, PictureSize size) {
  if (format == PictureFormat::text) return 1;
  const double width = size.width, height = size.height;
  return std::max(least_scale, std::min(width / usual_size.width, height / usual_size.height));
}

std::size_t count(double number) { return static_cast<std::size_t>(std::max(1.0, number)); }

}  // namespace

Canvas::Canvas(const PictureLooks& looks)
    : format_(looks.format),
      size_(size_of(looks)),
      scale_(scale_of(format_, size_)),
      dpi_(looks.dpi),
      most_heading_lines_(std::max<std::size_t>(3, lines() / 3)) {}

void Canvas::grow(double width, double height) {
  if (text()) return;
  size_.width = std::max(size_.width, static_cast<int>(std::ceil(scale_ * width)));
  size_.height = std::max(size_.height, static_cast<int>(std::ceil(scale_ * height)));
}

std::size_t Canvas::columns() const { return count(text() ? size_.width : size_.width / (character * scale_)); }

std::size_t Canvas::lines() const { return count(text() ? size_.height : size_.height / (line * scale_)); }

std::size_t Canvas::name_columns() const { return std::clamp<std::size_t>(columns() / 3, 8, 28); }

double Canvas::share_of_lines(double lines) const { return lines * line * scale_ / size_.height; }

std::string Canvas::point_size(double multiple) const { return "pointsize " + format_number(multiple * scale_, 4); }

// Of PNG all measures are in pixels, and grow with their density; gnuplot scales points of PNG by itself.
std::string Canvas::terminal() const {
  const double density = format_ == PictureFormat::png ? static_cast<double>(dpi_) / usual_dpi : 1;
  const auto pixels = [&](int length) { return std::to_string(std::lround(density * length)); };
  const std::string size = pixels(size_.width) + "," + pixels(size_.height);
  const auto font = [&](const std::string& name, double points) {
    const std::string lines = scale_ * density == 1 ? "" : " linewidth " + format_number(scale_ * density, 4);
    return " background '#ffffff' font '" + name + "," + format_number(points * scale_ * density, 4) + "'" + lines;
  };
  switch (format_) {
    case PictureFormat::text:
      return "set terminal dumb noenhanced size " + size + "\n";
    case PictureFormat::png:
      return "set terminal pngcairo noenhanced size " + size + font("sans", 12) +
             (density == 1 ? "" : " pointscale " + format_number(density, 4)) + "\n";
    case PictureFormat::pdf:
      return "set terminal pdfcairo noenhanced size " + format_number(size_.width / 100.0) + "in," +
             format_number(size_.height / 100.0) + "in" + font("sans", 12) + "\n";
    default:
      return "set terminal svg noenhanced size " + size + " dynamic" + font("Helvetica,Arial,sans-serif", 14) + "\n";
  }
}

}  // namespace nninterp::gnuplot
