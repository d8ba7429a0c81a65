"""What people of the field call the same thing: each line is one subject, in words of the office and of the street.

For finding earlier requests that ask in other words. In lower case, `*` for any ending.
"""

# ruff: noqa: E501 - one subject a line

ALIKE = """
penalty charge notice* | pcn* | parking ticket* | parking fine* | parking penalt* | illegally parked | civil enforcement officer* | traffic warden* | parking enforcement | parking attendant*
pothole* | road defect* | carriageway defect* | road surface* | holes in the road* | damaged road* | craters
exclusion* | excluded | expelled | expulsion* | suspension* | suspended | sent home from school
send | sen | ehcp* | ehc plan* | education health and care | special educational need* | special need* | additional learning need*
agency worker* | agency staff | temporary staff | temps | interim* | contractor* | consultant* | locum* | bank staff
data breach* | personal data breach* | information security incident* | lost laptop* | lost device* | data loss* | gdpr breach* | wrong recipient | reported to the ico | information commissioner
cyber attack* | cyberattack* | ransomware | hack* | phishing | malware | cyber security | cybersecurity
artificial intelligence | ai | chatgpt | copilot | machine learning | large language model* | generative | chatbot* | algorithm*
senior pay | salar* | remuneration | pay band* | pay packet* | earn* | bonus* | paid more than | wage* | over 100 000
redundanc* | severance | exit payment* | exit package* | settlement agreement* | golden goodbye* | pay off* | payoff* | compromise agreement* | gagging | non disclosure agreement* | nda*
sickness | sick leave | sick days | ill health | absence* | off sick | long term sick
complaint* | grievance* | misconduct | disciplin*
contract* | tender* | procure* | supplier* | framework | awarded
fly tip* | flytip* | dumped rubbish | dumped waste | rubbish dump* | illegal dumping | illegally dumped
refuse | waste | bin* | recycl* | rubbish | missed collection* | wheelie
homeless* | rough sleep* | temporary accommodation | bed and breakfast | b b | hostel* | sleeping rough
council hous* | social hous* | housing stock | waiting list* | housing register | allocation* | tenanc* | tenant*
damp | mould | disrepair | awaab* | leak*
right to buy | council house sale* | homes sold
planning application* | planning permission | development management | enforcement notice* | breach of planning | section 106 | s106 | developer contribution*
council tax | arrears | bailiff* | enforcement agent* | liability order* | debt collect*
business rate* | nndr | non domestic rate* | empty propert* | vacant propert*
speed camera* | safety camera* | speeding | average speed | speed awareness | nip | notice of intended prosecution
20mph | 20 mph | speed limit* | low traffic neighbourhood* | ltn* | traffic calming | school street* | bus gate* | bus lane* | cycle lane* | cycle path*
ulez | clean air zone* | caz | congestion | emission* | air quality | no2 | nitrogen dioxide | pollution | particulates
stop and search* | stop search* | section 60 | searched by police | strip search*
taser* | use of force | conducted energy | baton* | restrain*
police and crime commissioner* | pcc | opcc | commissioner
drone* | unmanned aerial | uav* | live facial recognition | facial recognition | cctv | surveillance | ripa | body worn
knife | knives | bladed | stabb* | offensive weapon*
burglar* | break ins | theft* | stolen | shoplift* | robber*
domestic abuse | domestic violence | coercive control | stalking | clare s law | dvds
rape | sexual assault* | sexual offence* | sexual violence
hate crime* | non crime hate incident* | ncrhi* | racis*
999 | 101 | emergency call* | call handling | response time* | control room
ambulance* | handover* | category 1 | category 2 | paramedic* | corridor care
accident and emergency | a e | emergency department* | four hour* | 4 hour* | trolley*
waiting time* | waiting list* | referral to treatment | rtt | backlog* | waited | long waits
maternity | midwi* | birth* | caesarean* | stillb* | neonatal | baby | babies
camhs | mental health | psychiatr* | sectioned | detained under | suicid* | self harm
gp | surger* | general practi* | primary care | doctor*
dentist* | dental | orthodont*
car park* | hospital parking | parking charge* | parking income | parking permit* | permit*
foster* | looked after child* | children in care | care leaver* | children s home* | adopt* | social worker* | child protection
care home* | residential care | adult social care | domiciliary | home care | nursing home* | carers
blue badge* | disabled parking | disabled bay*
taxi* | private hire | hackney | cab driver* | uber
licens* | licenc* | premises licence* | pub* | alcohol
librar* | book loan* | branch closure*
tree* | felled | felling | woodland | ash dieback | canopy
street light* | streetlight* | lamp* | lighting column* | led
allotment* | plots
cemeter* | burial* | cremat* | funeral* | grave*
rat* | pest* | vermin | bed bugs | cockroach* | mice
dog* | fouling | stray* | xl bully | dangerous dogs
noise | nuisance | antisocial | anti social | asb | loud music
food hygiene | hygiene rating* | environmental health | food standards | scores on the doors
asbestos | raac | cladding | fire safety | fire risk | sprinkler* | concrete
electric vehicle* | ev | charge point* | charging point* | chargepoint* | chargers
solar | heat pump* | net zero | climate emergency | carbon | renewable* | greenhouse gas*
mobile phone* | handset* | smartphone* | iphone* | airtime
laptop* | computer* | hardware | devices | desktop* | tablet* | ipad*
software | erp | crm | microsoft | oracle | cloud | hosting | licences | it system* | case management system*
printer* | multifunctional | mfd* | photocopier* | print
broadband | telephony | wan | network | voip | switchboard | phone system
credit card* | procurement card* | purchase card* | p card* | corporate card* | expenses | hospitality | gifts | entertaining
travel | flight* | air travel | train* | rail | hotel* | business class | taxis | trips | overseas
councillor* | elected member* | allowance* | mayor* | attendance
union* | facility time | strike* | industrial action
diversity | equality | inclusion | edi | stonewall | lgbt* | pronoun* | rainbow | gender
gender pay gap | equal pay | pay gap
legal cost* | legal fee* | solicitor* | barrister* | litigation | law firm* | counsel | judicial review* | tribunal* | court
compensation | claim* | negligence | payouts | pay outs | damages | insurance | injur* | trip*
media | advertis* | marketing | public relations | communications | press office* | influencer* | social media | twitter | facebook | campaign
consultanc* | management consult* | kpmg | deloitte | pwc | mckinsey | ernst | advisers
buil* maintenance | repairs | maintenance | property | estate | asset* | surplus land | disposal* | land owned | sold off
free school meal* | fsm | school dinner* | school meal* | lunches | catering
school place* | admission* | oversubscribed | first choice | appeal* | catchment
home education | home educated | elective home | home school* | electively
school transport | home to school | school bus* | taxis for pupils | taxi contract*
attendance | truan* | absent | absence fine* | term time holiday* | unauthorised absence* | fixed penalty
teacher* | headteacher* | teaching assistant* | supply teach*
university | student* | campus | tuition | undergraduate* | international students | plagiar* | cheat* | academic misconduct
prison* | inmate* | custody | detain* | cell* | probation
asylum | refugee* | migrant* | dispersal | unaccompanied
flood* | sewage | drain* | gully | gullies | sewer* | overflow* | culvert*
gritting | winter service | road salt | snow | grit bins | salting
leisure centre* | swimming pool* | gym* | sports | playground* | play area* | park*
public toilet* | lavator* | conveniences | toilets
fireworks | events | festival* | christmas | lights switch on
benefit* | universal credit | discretionary housing | dhp | hardship | household support | welfare | crisis
food bank* | foodbank* | poverty | cost of living
covid* | ppe | pandemic | vaccin* | test and trace | lockdown
vehicle fleet | fleet | vans | fuel | vehicles
firearm* | shotgun* | gun licence* | certificate holders
vetting | dismissed | sacked | gross misconduct | standards
recruit* | vacanc* | turnover | leavers | retention | unfilled | headcount | establishment
foi request* | freedom of information performance | answered on time | response rate | subject access
reserves | budget* | overspen* | deficit | borrowing | loans | debt | section 114 | investment*
pension* | divest* | fossil fuel* | lgps | pension fund
working from home | home working | hybrid | remote work* | office occupancy | flexible working
interpreter* | translation* | translat* | languages | sign language | bsl
road closure* | roadworks | street works | utility | permits scheme | dig up
bridge* | highway structures | weight limit
bus | buses | bus route* | bus service* | bus pass* | concessionary
empty home* | vacant homes | long term empty | second home* | holiday let* | airbnb | short term let*
hmo* | houses in multiple occupation | landlord* | selective licensing | private rent* | rented | evict* | no fault
deaths | died | fatal* | mortality | inquest* | coroner* | never event* | serious incident* | surgical
violence against staff | assaults on staff | attacks on staff | abuse of staff | assaulted
spiking | drug* | cannabis | overdose* | naloxone | needle* | nitrous | vape* | tobacco
missing person* | missing from care | missing children | runaway*
county lines | exploitation | grooming | modern slavery | trafficking
"""
