from myapp.services import parse_csv_row


def test_everything_about_rows() -> None:  # expect[opt-in]: ET603
    row_1 = parse_csv_row("Ada,1,role1", headers=["name", "age", "role"])
    assert row_1["age"] == 1
    assert row_1["role"] == "role1"
    row_2 = parse_csv_row("Ada,2,role2", headers=["name", "age", "role"])
    assert row_2["age"] == 2
    assert row_2["role"] == "role2"
    row_3 = parse_csv_row("Ada,3,role3", headers=["name", "age", "role"])
    assert row_3["age"] == 3
    assert row_3["role"] == "role3"
    row_4 = parse_csv_row("Ada,4,role4", headers=["name", "age", "role"])
    assert row_4["age"] == 4
    assert row_4["role"] == "role4"
    row_5 = parse_csv_row("Ada,5,role5", headers=["name", "age", "role"])
    assert row_5["age"] == 5
    assert row_5["role"] == "role5"
    row_6 = parse_csv_row("Ada,6,role6", headers=["name", "age", "role"])
    assert row_6["age"] == 6
    assert row_6["role"] == "role6"
    row_7 = parse_csv_row("Ada,7,role7", headers=["name", "age", "role"])
    assert row_7["age"] == 7
    assert row_7["role"] == "role7"
    row_8 = parse_csv_row("Ada,8,role8", headers=["name", "age", "role"])
    assert row_8["age"] == 8
    assert row_8["role"] == "role8"
    row_9 = parse_csv_row("Ada,9,role9", headers=["name", "age", "role"])
    assert row_9["age"] == 9
    assert row_9["role"] == "role9"
    row_10 = parse_csv_row("Ada,10,role10", headers=["name", "age", "role"])
    assert row_10["age"] == 10
    assert row_10["role"] == "role10"
    row_11 = parse_csv_row("Ada,11,role11", headers=["name", "age", "role"])
    assert row_11["age"] == 11
    assert row_11["role"] == "role11"
    row_12 = parse_csv_row("Ada,12,role12", headers=["name", "age", "role"])
    assert row_12["age"] == 12
    assert row_12["role"] == "role12"
    row_13 = parse_csv_row("Ada,13,role13", headers=["name", "age", "role"])
    assert row_13["age"] == 13
    assert row_13["role"] == "role13"
    row_14 = parse_csv_row("Ada,14,role14", headers=["name", "age", "role"])
    assert row_14["age"] == 14
    assert row_14["role"] == "role14"
    row_15 = parse_csv_row("Ada,15,role15", headers=["name", "age", "role"])
    assert row_15["age"] == 15
    assert row_15["role"] == "role15"
    row_16 = parse_csv_row("Ada,16,role16", headers=["name", "age", "role"])
    assert row_16["age"] == 16
    assert row_16["role"] == "role16"
    row_17 = parse_csv_row("Ada,17,role17", headers=["name", "age", "role"])
    assert row_17["age"] == 17
    assert row_17["role"] == "role17"
    row_18 = parse_csv_row("Ada,18,role18", headers=["name", "age", "role"])
    assert row_18["age"] == 18
    assert row_18["role"] == "role18"
    row_19 = parse_csv_row("Ada,19,role19", headers=["name", "age", "role"])
    assert row_19["age"] == 19
    assert row_19["role"] == "role19"
    row_20 = parse_csv_row("Ada,20,role20", headers=["name", "age", "role"])
    assert row_20["age"] == 20
    assert row_20["role"] == "role20"
    row_21 = parse_csv_row("Ada,21,role21", headers=["name", "age", "role"])
    assert row_21["age"] == 21
    assert row_21["role"] == "role21"
    row_22 = parse_csv_row("Ada,22,role22", headers=["name", "age", "role"])
    assert row_22["age"] == 22
    assert row_22["role"] == "role22"
    row_23 = parse_csv_row("Ada,23,role23", headers=["name", "age", "role"])
    assert row_23["age"] == 23
    assert row_23["role"] == "role23"
    row_24 = parse_csv_row("Ada,24,role24", headers=["name", "age", "role"])
    assert row_24["age"] == 24
    assert row_24["role"] == "role24"
    row_25 = parse_csv_row("Ada,25,role25", headers=["name", "age", "role"])
    assert row_25["age"] == 25
    assert row_25["role"] == "role25"
    row_26 = parse_csv_row("Ada,26,role26", headers=["name", "age", "role"])
    assert row_26["age"] == 26
    assert row_26["role"] == "role26"
    row_27 = parse_csv_row("Ada,27,role27", headers=["name", "age", "role"])
    assert row_27["age"] == 27
    assert row_27["role"] == "role27"
    row_28 = parse_csv_row("Ada,28,role28", headers=["name", "age", "role"])
    assert row_28["age"] == 28
    assert row_28["role"] == "role28"
    row_29 = parse_csv_row("Ada,29,role29", headers=["name", "age", "role"])
    assert row_29["age"] == 29
    assert row_29["role"] == "role29"
    row_30 = parse_csv_row("Ada,30,role30", headers=["name", "age", "role"])
    assert row_30["age"] == 30
    assert row_30["role"] == "role30"
