// The command `predict` as a user runs it.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("predict takes columns by name, ignores additional ones and misses missing ones", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp"});
  f.folder.write("a.csv", "wt,hp\n2.5,100\n");
  f.folder.write("b.csv", "note;hp;x;wt\nhi;100;1;2.5\n");
  f.folder.write("c.csv", "wt,HP\n2.5,100\n");
  const Json a = f.json({"predict", "--data", "a.csv"}), b = f.json({"predict", "--data", "b.csv"});
  CHECK(a["predictions"] == b["predictions"]);
  CHECK(a["rows"] == Json::array({1}));
  const Outcome missing = f.run({"predict", "--data", "c.csv"});
  CHECK(missing.code == 1);
  CHECK(contains(missing.err, "c.csv: there is no column \"hp\""));
  CHECK(contains(missing.err, "hint: did you mean 'HP'?"));
}

TEST_CASE("predict adds the most probable class and how it compares with the true one", "[cli]") {
  const Fitted f("iris.csv", {"--decay", "0.1"}, {});
  const Json json = f.json({"predict", "--class"});
  CHECK(json["classes"]["Species"].size() == 150);
  CHECK(json["classes"]["Species"][0] == "setosa");
  const Json& confusion = json["confusion"]["Species"];
  CHECK(confusion["classes"] == Json::array({"setosa", "versicolor", "virginica"}));
  CHECK(confusion["counts"][0] == Json::array({50, 0, 0}));
  CHECK(confusion["counts"] == f.json({"show"})["quality"]["Species"]["confusion"]["counts"]);
  CHECK_FALSE(f.json({"predict"}).contains("classes"));
  const Outcome csv = f.run({"predict", "--class", "--format", "csv"});
  CHECK(contains(csv.out, "row,Species=setosa,Species=versicolor,Species=virginica,Species\n1,"));
  CHECK(contains(csv.out, ",setosa\n2,"));
  const std::string table = f.run({"predict", "--class", "--format", "table"}).out;
  CHECK(contains(table, "Species: rows of each class by the most probable class"));
  CHECK(contains(table, "\nsetosa          50           0          0\n"));
  f.folder.write("new.csv", "Sepal.Length,Sepal.Width,Petal.Length,Petal.Width\n5.1,3.5,1.4,0.2\n");
  const Json unknown = f.json({"predict", "--class", "--data", "new.csv"});
  CHECK(unknown["classes"]["Species"] == Json::array({"setosa"}));
  CHECK_FALSE(unknown.contains("confusion"));
  f.folder.write("some.csv",
                 "Sepal.Length,Sepal.Width,Petal.Length,Petal.Width,Species\n5.1,3.5,1.4,0.2,\n"
                 "5.1,3.5,1.4,0.2,virginica\n5.1,3.5,1.4,0.2,rose\n");
  CHECK(f.json({"predict", "--class", "--data", "some.csv"})["confusion"]["Species"]["counts"][2] ==
        Json::array({1, 0, 0}));
  const Outcome numbers = Fitted("mtcars.csv", {"-f", "mpg ~ wt"}).run({"predict", "--class"});
  CHECK(numbers.code == 1);
  CHECK(contains(numbers.err, "--class: the model predicts numbers, and no classes"));
}

TEST_CASE("predict carries columns along as they stand in the file", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp"});
  f.folder.write("a.csv",
                 "id,code,wt,hp,\"who, where\",note,long\n7,007,2.5,100,\"a, b\",,12345678901234567\n"
                 "8.50,012,3,110,c,x,12345678901234568\n");
  const Outcome csv = f.run({"predict", "--data", "a.csv", "--keep", "id,code", "--keep", "who, where", "--keep",
                             "note,wt,long", "--format", "csv"});
  CHECK(contains(csv.out, "row,mpg,id,code,\"who, where\",note,wt,long\n1,"));
  CHECK(contains(csv.out, ",7,007,\"a, b\",,2.5,12345678901234567\n2,"));
  CHECK(contains(csv.out, ",8.50,012,c,x,3,12345678901234568\n"));
  const Json kept = f.json({"predict", "--data", "a.csv", "--keep", "id,code,note,wt,long"})["kept"];
  CHECK(kept["id"] == Json::array({7, 8.5}));
  CHECK(kept["code"] == Json::array({"007", "012"}));
  CHECK(kept["note"] == Json::array({nullptr, "x"}));
  CHECK(kept["wt"] == Json::array({2.5, 3}));
  CHECK(kept["long"] == Json::array({"12345678901234567", "12345678901234568"}));
  const Outcome both = f.run({"predict", "--keep", "car,mpg", "--format", "csv"});
  CHECK(contains(both.out, "row,mpg,car,mpg_data\n1,"));
  CHECK(contains(both.out, ",Mazda RX4,21\n2,"));
  const std::string table = f.run({"predict", "--data", "a.csv", "--keep", "id,note", "--format", "table"}).out;
  CHECK(contains(table, "    id  note\n"));
  CHECK(contains(table, "  8.50  x\n"));
  const Outcome none = f.run({"predict", "--keep", "cr"});
  CHECK(none.code == 1);
  CHECK(contains(none.err, "mtcars.csv: there is no column \"cr\""));
}
