import unittest

import stock

VALUE = None


def setUpModule():
    global VALUE
    VALUE = stock.module_value()


class StockTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stock = stock.connect()

    def setUp(self):
        self.log = []

    def tearDown(self):
        self.assertIn(self.log, ([], ["tidied"]))

    def test_first_looks_at_nothing(self):
        self.assertTrue(True)

    def test_second_uses_class_fixture(self):
        self.assertEqual(self.stock["apple"], 2)

    def test_third_uses_module_fixture(self):
        self.assertEqual(VALUE, 3)

    def test_sub(self):
        for count in (1, 2):
            with self.subTest(count=count):
                self.assertEqual(stock.price("ab", count), 2 * count)

    def test_error(self):
        with self.assertRaisesRegex(ValueError, "count 0"):
            stock.price("a", 0)

    @unittest.expectedFailure
    def test_known_bug(self):
        self.assertEqual(stock.broken(1), 1)

    def test_clean_up(self):
        self.addCleanup(self.assertEqual, self.log, ["tidied"])
        self.addCleanup(stock.tidy, self.log)

    def test_skip(self):
        if not stock.available("linux"):
            self.skipTest("not here")
        if stock.available("windows"):
            self.fail("windows is not available")


class LaterTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.number = await stock.later(1)

    async def test_later(self):
        self.assertEqual(await stock.later(self.number), 4)
